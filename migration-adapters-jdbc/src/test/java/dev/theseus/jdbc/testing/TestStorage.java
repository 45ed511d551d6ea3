package dev.theseus.jdbc.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Where servers that outlive their tests have their files: in memory where there is room. A database of its own for
 * each test is hundreds of files, and to make and delete them takes a file system on a disk longer than most tests run.
 */
public final class TestStorage {

    private static final Path MEMORY = Path.of("/dev/shm");

    private TestStorage() {}

    /**
     * A directory that does not exist yet; who makes it takes it away.
     *
     * @param room bytes that have to be free in memory
     */
    public static Path directory(long room) throws IOException {
        Path parent = hasRoom(MEMORY, room) ? MEMORY : Path.of(System.getProperty("java.io.tmpdir"));
        // short: a socket's whole path may have a hundred letters
        long random = UUID.randomUUID().getMostSignificantBits();
        return parent.resolve("theseus-test-" + Long.toUnsignedString(random, Character.MAX_RADIX));
    }

    private static boolean hasRoom(Path memory, long room) throws IOException {
        return Files.isWritable(memory) && Files.getFileStore(memory).getUsableSpace() >= room;
    }
}
