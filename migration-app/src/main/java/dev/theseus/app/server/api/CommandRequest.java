package dev.theseus.app.server.api;

import dev.theseus.app.cli.Console;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A command as it came in.
 *
 * @param command its name
 * @param body of the request
 * @param form in which the answer is wanted
 * @param sender who sent it
 * @param conditions under which it is to be carried out
 */
record CommandRequest(String command, JsonNode body, Console.Form form, Sender sender, Conditions conditions) {

    /**
     * @param name who has signed in
     * @param from address of the client
     * @param path that was asked for
     */
    record Sender(String name, String from, String path) {}

    /**
     * @param ifMatch the version that the client has seen, or any
     * @param key that makes a repetition known as one
     */
    record Conditions(Optional<String> ifMatch, Optional<String> key) {}

    /** The same for the same request. */
    String fingerprint() {
        String text = sender.path() + "\n" + form + "\n" + body;
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
