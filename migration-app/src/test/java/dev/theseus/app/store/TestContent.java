package dev.theseus.app.store;

import dev.theseus.domain.largeobject.Content;
import dev.theseus.domain.largeobject.StoredValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Bytes that are made as they are read, so that a large one is nowhere as a whole. */
final class TestContent implements Content {

    private static final int PIECE = 64 << 10;

    private final long length;
    private final long failsAt;
    private long position;
    private int largestPiece;

    private TestContent(long length, long failsAt) {
        this.length = length;
        this.failsAt = failsAt;
    }

    static TestContent of(long length) {
        return new TestContent(length, Long.MAX_VALUE);
    }

    /** Reading it fails once so many bytes were read. */
    static TestContent failingAt(long length, long failsAt) {
        return new TestContent(length, failsAt);
    }

    /** Its right name. */
    static StoredValue nameOf(long length) throws IOException {
        MessageDigest digest = sha256();
        byte[] piece = new byte[PIECE];
        TestContent content = of(length);
        for (int read = content.read(piece, 0, PIECE); read > 0; read = content.read(piece, 0, PIECE)) {
            digest.update(piece, 0, read);
        }
        return new StoredValue(HexFormat.of().formatHex(digest.digest()), length);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** Everything that a content holds. */
    static byte[] all(Content content) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] piece = new byte[PIECE];
        for (int read = content.read(piece, 0, PIECE); read >= 0; read = content.read(piece, 0, PIECE)) {
            all.write(piece, 0, read);
        }
        return all.toByteArray();
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
        if (position >= failsAt) {
            throw new IOException("the database went away");
        }
        largestPiece = Math.max(largestPiece, most);
        int read = (int) Math.min(most, Math.min(length, failsAt) - position);
        for (int i = 0; i < read; i++) {
            into[from + i] = (byte) (((position + i) * 31) >> 3);
        }
        position += read;
        return read == 0 ? -1 : read;
    }

    long position() {
        return position;
    }

    /** The most that somebody wanted at once. */
    int largestPiece() {
        return largestPiece;
    }

    @Override
    public void close() {}
}
