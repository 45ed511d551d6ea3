package dev.theseus.jdbc.largeobject;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import org.postgresql.PGConnection;
import org.postgresql.largeobject.LargeObject;
import org.postgresql.largeobject.LargeObjectManager;

/** Lets the content of objects flow from one session into another, block by block. Used by one thread. */
final class ContentPipe {

    private final LargeObjectManager from;
    private final LargeObjectManager into;
    private final byte[] block = new byte[ObjectLook.BLOCK];

    ContentPipe(Connection source, Connection target) throws SQLException {
        this.from =
                ReadingFailed.orResult(() -> source.unwrap(PGConnection.class).getLargeObjectAPI());
        this.into = target.unwrap(PGConnection.class).getLargeObjectAPI();
    }

    /**
     * @param bytes that flowed
     * @param digest of them, as {@link ObjectLook#digests} has it
     */
    record Flow(long bytes, String digest) {}

    /**
     * The object exists on both sides; whatever the target's held is gone after it. What is read is of one snapshot.
     */
    Flow flow(long number) throws SQLException {
        MessageDigest whole = sha256();
        long bytes = 0;
        try (LargeObject source = ReadingFailed.orResult(() -> from.open(number, LargeObjectManager.READ));
                LargeObject target = into.open(number, LargeObjectManager.WRITE)) {
            target.truncate64(0);
            for (int length = fill(source); length > 0; length = fill(source)) {
                target.write(block, 0, length);
                bytes += length;
                MessageDigest one = sha256();
                one.update(block, 0, length);
                whole.update(one.digest());
            }
        }
        return new Flow(bytes, HexFormat.of().formatHex(whole.digest()));
    }

    /** A block is full unless it is the last, so that checksums are over the same blocks as the server's. */
    private int fill(LargeObject source) throws ReadingFailed {
        int filled = 0;
        int more = read(source, filled);
        while (more > 0) {
            filled += more;
            more = filled < block.length ? read(source, filled) : 0;
        }
        return filled;
    }

    private int read(LargeObject source, int filled) throws ReadingFailed {
        return ReadingFailed.orResult(() -> source.read(block, filled, block.length - filled));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
