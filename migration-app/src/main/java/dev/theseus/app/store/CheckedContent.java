package dev.theseus.app.store;

import dev.theseus.domain.largeobject.Content;
import dev.theseus.domain.largeobject.StoredValue;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A stream that fails at its end if it was not what its name says. */
final class CheckedContent implements Content {

    private final StoredValue value;
    private final InputStream stream;
    private final MessageDigest digest;
    private long bytes;

    CheckedContent(StoredValue value, InputStream stream) {
        this.value = value;
        this.stream = stream;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
        int read = stream.read(into, from, most);
        if (read > 0) {
            digest.update(into, from, read);
            bytes += read;
        }
        if (bytes > value.bytes() || (read < 0 && !isWhole())) {
            throw new WrongContent(value);
        }
        return read;
    }

    private boolean isWhole() {
        return bytes == value.bytes()
                && HexFormat.of().formatHex(digest.digest()).equals(value.sha256());
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
