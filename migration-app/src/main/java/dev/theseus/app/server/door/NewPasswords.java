package dev.theseus.app.server.door;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

/** Makes passwords up, and hashes those that people choose. Only the hash is ever kept. */
public final class NewPasswords {

    public static final int SHORTEST = 12;

    /** What bcrypt looks at. */
    public static final int LONGEST_BYTES = 72;

    private static final int RANDOM_BYTES = 18;
    private static final int STRENGTH = 11;
    private static final PasswordEncoder ENCODER = new BCryptPasswordEncoder(STRENGTH);

    private NewPasswords() {}

    /** One that nobody guesses. */
    public static String make() {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    public static String hash(String password) {
        return String.valueOf(ENCODER.encode(password));
    }

    /** Whether it is long enough, and not longer than what is looked at. */
    public static boolean isFit(String password) {
        return password.length() >= SHORTEST && password.getBytes(StandardCharsets.UTF_8).length <= LONGEST_BYTES;
    }

    static PasswordEncoder encoder() {
        return ENCODER;
    }
}
