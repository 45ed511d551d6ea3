package dev.theseus.app.store;

import dev.theseus.domain.inspection.Check;
import dev.theseus.domain.inspection.Finding;
import dev.theseus.domain.largeobject.Content;
import dev.theseus.domain.largeobject.LargeObjectStore;
import dev.theseus.domain.largeobject.StoreRefused;
import dev.theseus.domain.largeobject.StoreUnavailable;
import dev.theseus.domain.largeobject.StoredValue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Finds out whether a store can be written and read, by a small value of its own that is removed again. */
public final class StoreProbe {

    private static final String STORE = "object-store";
    private static final byte[] PROBE =
            "Theseus was here to see whether it may store values.".getBytes(StandardCharsets.UTF_8);

    private StoreProbe() {}

    /** What stands in the way; empty if nothing does. */
    public static List<Finding> findings(LargeObjectStore store) {
        try {
            StoredValue value = new StoredValue(digest(), PROBE.length);
            store.put(value, new Bytes(new ByteArrayInputStream(PROBE)));
            boolean whole = isWhole(store, value);
            store.delete(value);
            return whole ? List.of() : stops("did not give back what was stored in it");
        } catch (StoreUnavailable | StoreRefused e) {
            return stops("can't be used: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return stops("was not looked at to the end: it was interrupted");
        }
    }

    private static List<Finding> stops(String what) {
        return List.of(
                Finding.stops(
                        Check.OBJECT_STORE,
                        STORE,
                        what
                                + ". Correct `object-store:` in the plan, or what the role may do there; values are put, read and removed."));
    }

    private static boolean isWhole(LargeObjectStore store, StoredValue value) throws InterruptedException {
        Optional<Content> found = store.open(value);
        if (found.isEmpty()) {
            return false;
        }
        byte[] piece = new byte[PROBE.length];
        try (Content content = found.get()) {
            int read = content.read(piece, 0, piece.length);
            while (read >= 0) {
                read = content.read(piece, 0, piece.length);
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static String digest() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(PROBE));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private record Bytes(InputStream from) implements Content {
        @Override
        public int read(byte[] into, int at, int most) throws IOException {
            return from.read(into, at, most);
        }

        @Override
        public void close() throws IOException {
            from.close();
        }
    }
}
