package dev.theseus.app.control;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * What lies where in the directory of a control server. All of it is for its owner only.
 *
 * @param root the directory itself, absolute and without links
 */
record ServerDirectory(Path root) {

    private static final int PASSWORD_BYTES = 24;

    static ServerDirectory of(Path directory) {
        try {
            Files.createDirectories(directory, forOwner("rwx------"));
            return new ServerDirectory(directory.toRealPath());
        } catch (IOException failed) {
            throw new ControlServerFailed(
                    "The control directory " + directory + " can't be made: " + failed.getMessage()
                            + ". Name another one in the plan (control.directory).",
                    failed);
        }
    }

    /** The server's own files. */
    Path data() {
        return root.resolve("data");
    }

    Path log() {
        return root.resolve("server.log");
    }

    /** Whoever starts, joins or stops the server holds this one. */
    Path door() {
        return root.resolve("door.lock");
    }

    /** Whoever uses the server shares this one. */
    Path users() {
        return root.resolve("users.lock");
    }

    Path passwordFile() {
        return root.resolve("password");
    }

    /** The password of the server; made up when it is asked for the first time. */
    String password() throws IOException {
        if (!Files.exists(passwordFile()) || Files.size(passwordFile()) == 0) {
            createForOwner(passwordFile());
            Files.writeString(passwordFile(), madeUp());
        }
        return Files.readString(passwordFile()).strip();
    }

    private static String madeUp() {
        byte[] bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Makes an empty file that nobody else can read, if there is none. */
    static void createForOwner(Path file) throws IOException {
        try {
            Files.createFile(file, forOwner("rw-------"));
        } catch (FileAlreadyExistsException there) {
            // as it was left
        }
    }

    private static FileAttribute<?>[] forOwner(String permissions) {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
