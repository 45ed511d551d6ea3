package dev.theseus.app.store;

import dev.theseus.domain.largeobject.Content;
import java.io.IOException;
import java.io.InputStream;

/** A content as the libraries of Java read it. Closing it leaves the content open. */
final class ContentStream extends InputStream {

    private final Content content;

    ContentStream(Content content) {
        this.content = content;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
        return most == 0 ? 0 : content.read(into, from, most);
    }
}
