package dev.theseus.app.store;

import dev.theseus.domain.largeobject.LargeObjectStore;
import dev.theseus.domain.largeobject.StoredValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

class FileObjectStoreTest extends ObjectStoreContract {

    @TempDir
    Path directory;

    @Override
    LargeObjectStore store() {
        return ObjectStores.directory(directory.resolve("values"));
    }

    @Override
    void damage(StoredValue value) throws IOException {
        Path file = files().getFirst();
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
    }

    @Override
    long kept() throws IOException {
        return files().size();
    }

    private List<Path> files() throws IOException {
        if (!Files.exists(directory.resolve("values"))) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(directory.resolve("values"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
