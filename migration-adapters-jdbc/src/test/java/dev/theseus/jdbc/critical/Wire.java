package dev.theseus.jdbc.critical;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A wire to a server that breaks at the next COMMIT, before the server got it or before its answer arrives. */
final class Wire implements AutoCloseable {

    /** As a statement of its own, or the last of several: tables that are emptied ON COMMIT go by. */
    private static final Pattern COMMIT = Pattern.compile("[\0\n]COMMIT\0");

    private final String url;
    private final int serverPort;
    private final ServerSocket listening;
    private final AtomicReference<Plan> plan = new AtomicReference<>(new Plan(Cut.NEVER, () -> {}));
    private final AtomicReference<@Nullable Socket> silenced = new AtomicReference<>();
    private final AtomicReference<@Nullable Socket> answered = new AtomicReference<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    /** When the wire breaks. */
    enum Cut {
        NEVER,
        BEFORE_COMMIT_ARRIVES,
        BEFORE_ANSWER_ARRIVES
    }

    private record Plan(Cut cut, Runnable then) {}

    /** @param url of the server, with a port */
    Wire(String url) throws IOException {
        this.url = url;
        this.serverPort = URI.create(url.substring("jdbc:".length())).getPort();
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    String url() {
        return url.replace("localhost:" + serverPort, "127.0.0.1:" + listening.getLocalPort());
    }

    /** @param then done at that moment, before the client notices */
    void cutOnce(Cut cut, Runnable then) {
        plan.set(new Plan(cut, then));
    }

    private void accept() {
        try {
            while (true) {
                connect(listening.accept());
            }
        } catch (IOException e) {
            // closed
            return;
        }
    }

    private void connect(Socket client) throws IOException {
        sockets.add(client);
        try {
            Socket server = new Socket("localhost", serverPort);
            sockets.add(server);
            Thread.ofVirtual().start(() -> pump(client, server));
            Thread.ofVirtual().start(() -> copy(server, client));
        } catch (IOException away) {
            client.close();
        }
    }

    private void pump(Socket client, Socket server) {
        byte[] bytes = new byte[1 << 16];
        try (client;
                server) {
            InputStream in = client.getInputStream();
            OutputStream out = server.getOutputStream();
            for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
                Plan now = plan.get();
                boolean isCommit = now.cut() != Cut.NEVER
                        && COMMIT.matcher(new String(bytes, 0, length, StandardCharsets.ISO_8859_1))
                                .find();
                if (isCommit && plan.compareAndSet(now, new Plan(Cut.NEVER, () -> {}))) {
                    cut(now, client, server, bytes, length);
                    return;
                }
                out.write(bytes, 0, length);
            }
        } catch (IOException e) {
            return;
        }
    }

    private void cut(Plan now, Socket client, Socket server, byte[] bytes, int length) throws IOException {
        if (now.cut() == Cut.BEFORE_ANSWER_ARRIVES) {
            silenced.set(server);
            server.getOutputStream().write(bytes, 0, length);
            org.awaitility.Awaitility.await().until(() -> server.equals(answered.get()));
        }
        now.then().run();
        client.setSoLinger(true, 0);
    }

    private void copy(Socket server, Socket client) {
        byte[] bytes = new byte[1 << 16];
        try (client;
                server) {
            InputStream in = server.getInputStream();
            OutputStream out = client.getOutputStream();
            for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
                if (server.equals(silenced.get())) {
                    answered.set(server);
                    in.readAllBytes();
                    return;
                }
                out.write(bytes, 0, length);
            }
        } catch (IOException e) {
            return;
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
            for (Socket each : sockets) {
                each.close();
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
