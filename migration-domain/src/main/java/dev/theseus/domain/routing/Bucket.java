package dev.theseus.domain.routing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Where a subject stands on the scale of a rollout: the first four bytes of the SHA-256 of its UTF-8 text, big-endian,
 * spread over 0 to 100. The same subject has the same bucket on every node and in every release, so raising a
 * percentage only ever adds subjects.
 *
 * @param position 0 to 100, both included
 */
public record Bucket(double position) {

    private static final double HIGHEST = 0xffffffffL;

    public static Bucket of(String subject) {
        byte[] hash = sha256().digest(subject.getBytes(StandardCharsets.UTF_8));
        long first = (hash[0] & 0xffL) << 24 | (hash[1] & 0xffL) << 16 | (hash[2] & 0xffL) << 8 | (hash[3] & 0xffL);
        return new Bucket(first / HIGHEST * 100);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** At 100 the highest bucket is in as well, which "less than" alone would leave out for ever. */
    boolean isWithin(double percentage) {
        return position < percentage || percentage >= 100;
    }
}
