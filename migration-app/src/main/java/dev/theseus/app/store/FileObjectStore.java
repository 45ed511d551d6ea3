package dev.theseus.app.store;

import dev.theseus.domain.largeobject.Content;
import dev.theseus.domain.largeobject.LargeObjectStore;
import dev.theseus.domain.largeobject.StoreRefused;
import dev.theseus.domain.largeobject.StoreUnavailable;
import dev.theseus.domain.largeobject.StoredValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A value is written to a file of another name, flushed to the disk, and then renamed, which a file system does at
 * once. Files lie in directories by the first digits of their checksums, since a directory of millions is slow.
 */
final class FileObjectStore implements LargeObjectStore {

    private static final int DIGITS = 2;

    private final Path root;

    FileObjectStore(Path root) {
        this.root = root;
    }

    private Path file(StoredValue value) {
        String digits = value.sha256();
        return root.resolve(digits.substring(0, DIGITS))
                .resolve(digits.substring(DIGITS, 2 * DIGITS))
                .resolve(digits + "-" + value.bytes());
    }

    @Override
    public void put(StoredValue value, Content content) {
        Path file = file(value);
        try {
            if (Files.exists(file)) {
                return;
            }
            Path directory = Files.createDirectories(file.getParent());
            Path part = Files.createTempFile(directory, "part-", "");
            try {
                write(part, new CheckedContent(value, new ContentStream(content)));
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
                flush(directory);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (WrongContent e) {
            throw new StoreRefused(e.getMessage() + ": it was not stored. Was it changed while it was read?");
        } catch (IOException e) {
            throw new StoreUnavailable("store " + value.reference() + " in " + root, e);
        }
    }

    private static void write(Path part, CheckedContent content) throws IOException {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE);
                InputStream from = new ContentStream(content);
                OutputStream into = Channels.newOutputStream(channel)) {
            from.transferTo(into);
            channel.force(true);
        }
    }

    /** The new name is on disk too. */
    private static void flush(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public Optional<Content> open(StoredValue value) {
        try {
            return Optional.of(new CheckedContent(value, Files.newInputStream(file(value))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new StoreUnavailable("open " + value.reference() + " in " + root, e);
        }
    }

    @Override
    public boolean exists(StoredValue value) {
        if (!Files.exists(root)) {
            return false;
        }
        return Files.exists(file(value));
    }

    @Override
    public void delete(StoredValue value) {
        try {
            Files.deleteIfExists(file(value));
        } catch (IOException e) {
            throw new StoreUnavailable("delete " + value.reference() + " in " + root, e);
        }
    }
}
