package dev.theseus.app.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Programs that get a processor when nobody else wants it, as those of a systemd unit with {@code CPUWeight=idle}.
 * Where that takes rights that are not there, they get the smallest share that anybody may choose.
 */
final class IdleGroup implements AutoCloseable {

    /** Where control groups of the processors are: of the first version of cgroups, and of the second. */
    private static final List<Path> ROOTS = List.of(Path.of("/sys/fs/cgroup/cpu"), Path.of("/sys/fs/cgroup"));

    /** Of whoever opens it: the weight of its session. */
    private static final Path AUTOGROUP = Path.of("/proc/self/autogroup");

    private static final int ATTEMPTS = 50;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Optional<Path> directory;

    private IdleGroup(Optional<Path> directory) {
        this.directory = directory;
    }

    static IdleGroup make() {
        return new IdleGroup(ROOTS.stream().flatMap(root -> in(root).stream()).findFirst());
    }

    private static Optional<Path> in(Path root) {
        try {
            Path made = Files.createTempDirectory(root, "theseus-bench-");
            try {
                Files.writeString(made.resolve("cpu.idle"), "1");
                return Optional.of(made);
            } catch (IOException notOfProcessors) {
                Files.delete(made);
                return Optional.empty();
            }
        } catch (IOException notAllowed) {
            return Optional.empty();
        }
    }

    /** The same program, in the group. */
    List<String> with(List<String> program) {
        return directory
                .map(made -> inFront("echo $$ > " + made.resolve("cgroup.procs"), program))
                .orElseGet(() -> withSmallShare(program));
    }

    /**
     * Linux shares processors out between sessions first where it groups by these, and between the processes of a
     * session after that.
     */
    private static List<String> withSmallShare(List<String> program) {
        List<String> nice = new ArrayList<>(List.of("nice", "-n", "19"));
        nice.addAll(program);
        if (!Command.isOnPath("setsid") || !Files.isWritable(AUTOGROUP)) {
            return nice;
        }
        List<String> words = new ArrayList<>(List.of("setsid"));
        words.addAll(inFront("echo 19 > " + AUTOGROUP, nice));
        return words;
    }

    private static List<String> inFront(String shell, List<String> program) {
        List<String> words = new ArrayList<>(List.of("sh", "-c", shell + "; exec \"$@\"", "sh"));
        words.addAll(program);
        return words;
    }

    @Override
    public String toString() {
        return directory.isPresent() ? "when nobody else wants a processor" : "with a small share of the processors";
    }

    /** When the programs have ended. */
    @Override
    public void close() throws IOException {
        if (directory.isEmpty()) {
            return;
        }
        // the kernel lets go of a process a moment after its end
        for (int attempt = 1; Files.exists(directory.get()); attempt++) {
            try {
                Files.delete(directory.get());
            } catch (IOException inUse) {
                if (attempt == ATTEMPTS) {
                    throw inUse;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }
}
