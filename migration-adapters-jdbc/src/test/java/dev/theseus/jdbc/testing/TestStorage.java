package dev.theseus.jdbc.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Where servers that outlive their tests have their files: in memory where there is plenty. A database of its own for
 * each test is hundreds of files, and to make and delete them takes a file system on a disk longer than most tests run.
 */
final class TestStorage {

    private static final Path MEMORY = Path.of("/dev/shm");

    /** Some times what the servers of all modules and processes take at once. */
    private static final long PLENTY = 6L << 30;

    private TestStorage() {}

    /** A directory that does not exist yet; who makes it takes it away. */
    static Path directory() throws IOException {
        Path parent = hasPlenty(MEMORY) ? MEMORY : Path.of(System.getProperty("java.io.tmpdir"));
        return parent.resolve("theseus-test-" + UUID.randomUUID());
    }

    private static boolean hasPlenty(Path memory) throws IOException {
        return Files.isWritable(memory) && Files.getFileStore(memory).getUsableSpace() >= PLENTY;
    }
}
