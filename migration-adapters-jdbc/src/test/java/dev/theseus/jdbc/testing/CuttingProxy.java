package dev.theseus.jdbc.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicReference;

/** Stands between a client and a server, and cuts a connection at the worst moment when it is told to, once. */
public final class CuttingProxy implements AutoCloseable {

    private static final int PIECE = 8192;

    private final ServerSocket entrance;
    private final int serverPort;
    private final AtomicReference<Cut> cut = new AtomicReference<>(Cut.NONE);

    /** Where the next connection that talks is cut. */
    public enum Cut {
        NONE,
        /** The server never gets what the client says. */
        REQUEST,
        /** The server does what the client says, and the client never hears of it. */
        ANSWER
    }

    public CuttingProxy(int serverPort) throws IOException {
        this.serverPort = serverPort;
        this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(this::accept);
    }

    public int port() {
        return entrance.getLocalPort();
    }

    /** From now on. */
    public void cut(Cut next) {
        cut.set(next);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = entrance.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                Thread.ofPlatform().daemon().start(() -> pass(client, server, Cut.REQUEST));
                Thread.ofPlatform().daemon().start(() -> pass(server, client, Cut.ANSWER));
            }
        } catch (IOException e) {
            // closed
            return;
        }
    }

    private void pass(Socket from, Socket into, Cut cutHere) {
        try (from;
                into;
                InputStream in = from.getInputStream();
                OutputStream out = into.getOutputStream()) {
            byte[] piece = new byte[PIECE];
            for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
                if (cut.compareAndSet(cutHere, Cut.NONE)) {
                    return;
                }
                out.write(piece, 0, length);
                out.flush();
            }
        } catch (IOException e) {
            // the other direction was cut, or one end went
            return;
        }
    }

    @Override
    public void close() throws IOException {
        entrance.close();
    }
}
