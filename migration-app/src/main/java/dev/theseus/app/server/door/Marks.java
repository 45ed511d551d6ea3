package dev.theseus.app.server.door;

import dev.theseus.domain.access.Account;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeSet;

/** Tells an account from what it was before its password or its roles were changed. */
final class Marks {

    private Marks() {}

    static String of(Account account) {
        String text = account.passwordHash() + " " + new TreeSet<>(account.roles());
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
