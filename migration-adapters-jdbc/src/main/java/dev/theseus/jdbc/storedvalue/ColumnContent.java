package dev.theseus.jdbc.storedvalue;

import dev.theseus.domain.largeobject.Content;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** A value of a bytea column, piece by piece. One that changes meanwhile becomes another content than its name says. */
final class ColumnContent implements Content {

    /** In bytes; the server unpacks a compressed value anew for each. */
    private static final int PIECE = 4 << 20;

    private final PreparedStatement query;
    private byte[] piece = new byte[0];
    private int read;
    private long position;

    /** @param query for a part of the value; its first two parameters are the place, from 1, and the length */
    ColumnContent(PreparedStatement query) {
        this.query = query;
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
        if (read == piece.length) {
            piece = next();
            read = 0;
        }
        int length = Math.min(most, piece.length - read);
        System.arraycopy(piece, read, into, from, length);
        read += length;
        return length == 0 ? -1 : length;
    }

    private byte[] next() throws IOException {
        try {
            query.setLong(1, position + 1);
            query.setInt(2, PIECE);
            try (ResultSet row = query.executeQuery()) {
                byte[] bytes = row.next() ? row.getBytes(1) : null;
                position += bytes == null ? 0 : bytes.length;
                return bytes == null ? new byte[0] : bytes;
            }
        } catch (SQLException e) {
            throw new IOException("A value could not be read", e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            query.close();
        } catch (SQLException e) {
            throw new IOException("A reading could not be closed", e);
        }
    }
}
