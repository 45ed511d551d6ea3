package dev.theseus.app.server.door;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Which passwords were found right a short while ago, so that a client that sends its password with each request does
 * not pay for the slow hash each time. Keeps a keyed digest, under a key that is nowhere else. Safe for several
 * threads.
 */
final class RecentPasswords {

    private static final Duration LASTING = Duration.ofMinutes(5);
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;
    private final InstantSource clock;
    private final Map<String, Found> found = new ConcurrentHashMap<>();

    private record Found(Digest digest, Instant at) {}

    private record Digest(String hex) {}

    RecentPasswords(InstantSource clock) {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        this.key = new SecretKeySpec(random, ALGORITHM);
        this.clock = clock;
    }

    boolean knows(String name, String hash, String password) {
        Found before = found.get(name);
        return before != null
                && clock.instant().isBefore(before.at().plus(LASTING))
                && MessageDigest.isEqual(bytes(before.digest()), bytes(digest(name, hash, password)));
    }

    /** @param hash that the password was found right against; a new password makes another one */
    void remember(String name, String hash, String password) {
        found.put(name, new Found(digest(name, hash, password), clock.instant()));
    }

    private static byte[] bytes(Digest digest) {
        return digest.hex().getBytes(StandardCharsets.US_ASCII);
    }

    private Digest digest(String name, String hash, String password) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            for (String part : new String[] {name, hash, password}) {
                mac.update(part.getBytes(StandardCharsets.UTF_8));
                mac.update((byte) 0);
            }
            return new Digest(HexFormat.of().formatHex(mac.doFinal()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has " + ALGORITHM, e);
        }
    }
}
