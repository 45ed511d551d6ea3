package dev.theseus.domain.largeobject;

import java.io.IOException;

/** Bytes in their order, to be read once and closed. Used by one thread. */
public interface Content extends AutoCloseable {

    /**
     * Reads some bytes, waiting for at least one.
     *
     * @return how many were read, or -1 at the end
     */
    int read(byte[] into, int from, int most) throws IOException;

    @Override
    void close() throws IOException;
}
