package dev.theseus.app.audit;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Hides keys of rows behind HMAC-SHA256: the same key has the same name in every export, and nobody without the secret
 * can tell which key it was, or try some.
 */
public final class Pseudonyms {

    private static final String ALGORITHM = "HmacSHA256";

    /** What nodes say of rows that differ; a key may hold anything, so all that may belong to it is taken. */
    private static final Pattern KEY =
            Pattern.compile("(?s)^(table (.*?), (?:the read of )?key )(.*?)((?:: the answers differ)?)$");

    private final SecretKeySpec secret;

    public Pseudonyms(String secret) {
        this.secret = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    /** What a key is called. */
    public String of(String table, String key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            byte[] hidden = mac.doFinal((table + "\0" + key).getBytes(StandardCharsets.UTF_8));
            return "hmac:" + HexFormat.of().formatHex(hidden, 0, 16);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has " + ALGORITHM, e);
        }
    }

    /** A text of an event, without the key that it may hold. */
    String in(String text) {
        Matcher found = KEY.matcher(text);
        return found.matches() ? found.group(1) + of(found.group(2), found.group(3)) + found.group(4) : text;
    }

    @Override
    public String toString() {
        return "Pseudonyms";
    }
}
