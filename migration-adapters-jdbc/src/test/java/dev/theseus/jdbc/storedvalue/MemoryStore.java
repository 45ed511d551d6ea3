package dev.theseus.jdbc.storedvalue;

import dev.theseus.domain.largeobject.Content;
import dev.theseus.domain.largeobject.LargeObjectStore;
import dev.theseus.domain.largeobject.StoreRefused;
import dev.theseus.domain.largeobject.StoreUnavailable;
import dev.theseus.domain.largeobject.StoredValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A store as its contract says, which can be away. */
final class MemoryStore implements LargeObjectStore {

    final Map<String, byte[]> values = new ConcurrentHashMap<>();
    final AtomicBoolean away = new AtomicBoolean();
    final AtomicInteger puts = new AtomicInteger();

    @Override
    public void put(StoredValue value, Content content) {
        if (exists(value)) {
            return;
        }
        puts.incrementAndGet();
        byte[] bytes = all(content);
        if (bytes.length != value.bytes() || !digest(bytes).equals(value.sha256())) {
            throw new StoreRefused("another content");
        }
        values.put(value.reference(), bytes);
    }

    private static byte[] all(Content content) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] piece = new byte[1000];
        try {
            for (int read = content.read(piece, 0, piece.length);
                    read >= 0;
                    read = content.read(piece, 0, piece.length)) {
                all.write(piece, 0, read);
            }
        } catch (IOException e) {
            throw new StoreUnavailable("read a content", e);
        }
        return all.toByteArray();
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public Optional<Content> open(StoredValue value) {
        if (!exists(value)) {
            return Optional.empty();
        }
        return Optional.of(new Content() {
            @Override
            public int read(byte[] into, int from, int most) {
                return -1;
            }

            @Override
            public void close() {}
        });
    }

    @Override
    public boolean exists(StoredValue value) {
        if (away.get()) {
            throw new StoreUnavailable("look", "it is away");
        }
        return values.containsKey(value.reference());
    }

    @Override
    public void delete(StoredValue value) {
        values.remove(value.reference());
    }
}
