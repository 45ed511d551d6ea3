package dev.theseus.app.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Programs that stand still, so that they cost nothing, and go on where they were when it is closed. */
final class Frozen implements AutoCloseable {

    private final List<String> processes;

    private Frozen(List<String> processes) {
        this.processes = processes;
    }

    /** They must hold no lock that others wait for. */
    static Frozen all(ProcessHandle... programs) throws IOException {
        Frozen frozen = new Frozen(
                Stream.of(programs).map(program -> Long.toString(program.pid())).toList());
        frozen.signal("-STOP");
        return frozen;
    }

    @Override
    public void close() throws IOException {
        signal("-CONT");
    }

    private void signal(String which) throws IOException {
        List<String> words = new ArrayList<>(List.of("kill", which));
        words.addAll(processes);
        int code = new ProcessBuilder(words).inheritIO().start().onExit().join().exitValue();
        if (code != 0) {
            throw new IllegalStateException(String.join(" ", words) + " ended with " + code);
        }
    }
}
