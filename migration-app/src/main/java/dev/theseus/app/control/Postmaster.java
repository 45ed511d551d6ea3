package dev.theseus.app.control;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A server as its {@code postmaster.pid} tells of it.
 *
 * @param pid of its first process
 * @param port that it listens on; 0 if it has not said yet
 */
record Postmaster(long pid, int port) {

    private static final int PORT_LINE = 3;

    static Path file(Path data) {
        return data.resolve("postmaster.pid");
    }

    /** Empty if no server was started in the directory, or the last one was stopped in order. */
    static Optional<Postmaster> of(Path data) throws IOException {
        try {
            List<String> lines = Files.readAllLines(file(data));
            return Optional.of(new Postmaster(number(lines, 0), (int) number(lines, PORT_LINE)));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    private static long number(List<String> lines, int index) {
        String text = index < lines.size() ? lines.get(index).strip() : "";
        return text.matches("-?\\d{1,18}") ? Math.abs(Long.parseLong(text)) : 0;
    }

    /** The server's process; empty if it is gone, even if its number belongs to another program by now. */
    Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(p -> p.info().command().filter(Postmaster::isPostgres).isPresent());
    }

    private static boolean isPostgres(String command) {
        String name = Path.of(command).getFileName().toString();
        return name.equals("postgres") || name.equals("postgres.exe");
    }
}
