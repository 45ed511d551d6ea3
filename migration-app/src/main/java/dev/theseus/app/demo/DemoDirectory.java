package dev.theseus.app.demo;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the demonstration keeps its files: a given place, which must be empty and stays, or a temporary one. */
final class DemoDirectory implements AutoCloseable {

    private final Path path;
    private final boolean temporary;

    private DemoDirectory(Path path, boolean temporary) {
        this.path = path;
        this.temporary = temporary;
    }

    /** @throws DirectoryNotEmptyException if the given place holds anything */
    static DemoDirectory open(Optional<Path> given) throws IOException {
        if (given.isEmpty()) {
            return new DemoDirectory(Files.createTempDirectory("theseus-demo-"), true);
        }
        Path path = Files.createDirectories(given.get().toAbsolutePath());
        try (Stream<Path> content = Files.list(path)) {
            if (content.findAny().isPresent()) {
                throw new DirectoryNotEmptyException(path.toString());
            }
        }
        return new DemoDirectory(path, false);
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        if (temporary) {
            for (Path file : deepestFirst()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private List<Path> deepestFirst() throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            return files.sorted(Comparator.reverseOrder()).toList();
        }
    }
}
