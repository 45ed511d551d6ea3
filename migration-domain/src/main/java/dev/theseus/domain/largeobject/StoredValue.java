package dev.theseus.domain.largeobject;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a value in an object store: its checksum and size, so one content has one name, and a name says what it
 * must hold.
 *
 * @param sha256 64 hexadecimal digits in lower case
 * @param bytes of the value
 */
public record StoredValue(String sha256, long bytes) {

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern REFERENCE = Pattern.compile("sha256:([0-9a-f]{64}):(\\d{1,18})");

    public StoredValue {
        if (!DIGEST.matcher(sha256).matches() || bytes < 0) {
            throw new IllegalArgumentException(
                    "Not the name of a stored value: " + sha256.toLowerCase(Locale.ROOT) + ", " + bytes + " bytes");
        }
    }

    /** As a column keeps it: {@code sha256:}, the digits, a colon and the size. */
    public String reference() {
        return "sha256:" + sha256 + ":" + bytes;
    }

    /** @throws IllegalArgumentException if the text is no reference */
    public static StoredValue of(String reference) {
        Matcher matcher = REFERENCE.matcher(reference);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "Not a reference to a stored value; it has to look like sha256:<64 digits>:<bytes>");
        }
        return new StoredValue(matcher.group(1), Long.parseLong(matcher.group(2)));
    }
}
