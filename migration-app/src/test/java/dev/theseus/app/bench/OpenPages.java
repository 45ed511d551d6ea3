package dev.theseus.app.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Pages that follow a server's events, all in one thread. One that the server ends comes back, as a browser does. */
final class OpenPages implements AutoCloseable {

    /** Its first byte is in it once, so a count may begin anew at it. */
    private static final byte[] LOOK = "\nevent:status".getBytes(StandardCharsets.US_ASCII);

    private final ServedMigration.Door door;
    private final String path;
    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
    private final byte[] bytes = new byte[1 << 16];
    private final LongAdder looks = new LongAdder();
    private final Thread thread =
            Thread.ofPlatform().daemon().name("open-pages").unstarted(this::read);

    private OpenPages(ServedMigration.Door door, String path) throws IOException {
        this.door = door;
        this.path = path;
    }

    static OpenPages open(ServedMigration.Door door, String path, int pages) throws IOException {
        OpenPages all = new OpenPages(door, path);
        for (int page = 0; page < pages; page++) {
            all.open();
        }
        all.thread.start();
        return all;
    }

    /** How much of {@link #LOOK} was read last. */
    private static final class Seen {
        private int bytes;
    }

    private void open() throws IOException {
        URI address = door.address();
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(address.getHost(), address.getPort()));
        String request = String.join(
                "\r\n",
                List.of(
                        "GET " + path + " HTTP/1.1",
                        "Host: " + address.getAuthority(),
                        "Accept: text/event-stream",
                        "Authorization: " + door.authorization(),
                        "",
                        ""));
        channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, new Seen());
    }

    private void read() {
        try {
            while (selector.isOpen()) {
                selector.select(this::read);
            }
        } catch (ClosedSelectorException closed) {
            // nobody looks any more
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(SelectionKey key) {
        try {
            SocketChannel channel = (SocketChannel) key.channel();
            buffer.clear();
            int length = channel.read(buffer);
            if (length < 0) {
                channel.close();
                open();
            } else {
                buffer.flip().get(bytes, 0, length);
                count((Seen) key.attachment(), length);
            }
        } catch (ClosedChannelException closed) {
            // nobody looks any more
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void count(@Nullable Seen seen, int length) {
        if (seen == null) {
            return;
        }
        for (int i = 0; i < length; i++) {
            if (bytes[i] == LOOK[seen.bytes]) {
                seen.bytes++;
            } else {
                seen.bytes = bytes[i] == LOOK[0] ? 1 : 0;
            }
            if (seen.bytes == LOOK.length) {
                looks.increment();
                seen.bytes = 0;
            }
        }
    }

    /** That were sent to all of them together. */
    long looks() {
        return looks.sum();
    }

    void reset() {
        looks.reset();
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
