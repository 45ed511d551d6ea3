package dev.theseus.app.server.api;

import java.nio.charset.StandardCharsets;

/** Events of a stream as they are sent. */
final class ServerSentEvent {

    private ServerSentEvent() {}

    /** @param json on one line */
    static byte[] of(long id, String name, String json) {
        return bytes("id:" + id + "\nevent:" + name + "\ndata:" + json + "\n\n");
    }

    /** What no script is told; it shows that the stream is open. */
    static byte[] comment(String text) {
        return bytes(":" + text + "\n\n");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
