package dev.theseus.domain.plan;

import java.util.regex.Pattern;

/**
 * Names a migration. Appears in events, in file names and in the databases' bookkeeping.
 *
 * @param value 1 to 40 of lower-case letters, digits and hyphens, starting with a letter
 */
public record MigrationId(String value) {

    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{0,39}");

    public MigrationId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "A migration is named by 1 to 40 lower-case letters, digits and hyphens, "
                            + "starting with a letter; got \"" + value + "\"");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
