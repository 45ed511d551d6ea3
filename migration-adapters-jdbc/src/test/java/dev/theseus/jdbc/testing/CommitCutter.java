package dev.theseus.jdbc.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/** Stands between a client and a server, and cuts a connection at its next COMMIT, if it is told to. */
public final class CommitCutter implements AutoCloseable {

    private final int port;
    private final ServerSocket entrance;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final AtomicReference<Cut> cut = new AtomicReference<>(Cut.NEVER);
    private volatile boolean closedToNewcomers;
    private volatile String sent = "";

    /** Where the connection is cut. */
    public enum Cut {
        NEVER,
        /** The server never sees it. */
        BEFORE_COMMIT,
        /** The server has committed, and the client does not learn it. */
        BEFORE_ANSWER,
        /** The same, all others are cut off too, and nobody gets in any more. */
        BEFORE_ANSWER_FOR_GOOD
    }

    /** @param port of the server, on this machine */
    public CommitCutter(int port) throws IOException {
        this.port = port;
        this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::letIn);
    }

    public int port() {
        return entrance.getLocalPort();
    }

    /**
     * The next COMMIT, once, of a connection that has sent this text.
     *
     * @param after part of a statement, which nobody else's transactions have
     */
    public void cutAt(Cut next, String after) {
        sent = after;
        cut.set(next);
    }

    private void letIn() {
        try {
            while (true) {
                Socket client = entrance.accept();
                if (closedToNewcomers) {
                    client.close();
                    continue;
                }
                Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
                open.add(client);
                open.add(server);
                Pair pair = new Pair(client, server);
                Thread.ofVirtual().start(pair::toServer);
                Thread.ofVirtual().start(pair::toClient);
            }
        } catch (IOException closed) {
            // by the test
        }
    }

    /** All but the one whose COMMIT is on its way; that one ends with its answer. */
    private void closeForGood(Socket last) throws IOException {
        closedToNewcomers = true;
        for (Socket each : open) {
            if (!each.equals(last)) {
                each.close();
            }
        }
    }

    private final class Pair {
        private final Socket client;
        private final Socket server;
        private volatile boolean silent;
        private boolean concerned;

        Pair(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void toServer() {
            byte[] buffer = new byte[65_536];
            try (client;
                    server) {
                InputStream in = client.getInputStream();
                OutputStream out = server.getOutputStream();
                int count;
                while ((count = in.read(buffer)) >= 0) {
                    Cut now = isToBeCut(new String(Arrays.copyOf(buffer, count), StandardCharsets.ISO_8859_1))
                            ? cut.getAndSet(Cut.NEVER)
                            : Cut.NEVER;
                    silent = now != Cut.NEVER;
                    if (now == Cut.BEFORE_COMMIT) {
                        return;
                    }
                    out.write(buffer, 0, count);
                    if (now == Cut.BEFORE_ANSWER_FOR_GOOD) {
                        closeForGood(server);
                    }
                }
            } catch (IOException ended) {
                // the other half ends as well
            }
        }

        private boolean isToBeCut(String text) {
            concerned |= !sent.isEmpty() && text.contains(sent);
            return concerned && text.contains("COMMIT");
        }

        void toClient() {
            byte[] buffer = new byte[65_536];
            try (client;
                    server) {
                InputStream in = server.getInputStream();
                OutputStream out = client.getOutputStream();
                int count;
                while ((count = in.read(buffer)) >= 0 && !silent) {
                    out.write(buffer, 0, count);
                }
            } catch (IOException ended) {
                // the other half ends as well
            }
        }
    }

    @Override
    public void close() {
        try {
            entrance.close();
            for (Socket each : open) {
                each.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
