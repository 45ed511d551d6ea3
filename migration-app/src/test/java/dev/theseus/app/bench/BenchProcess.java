package dev.theseus.app.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A program that runs beside what is measured.
 *
 * @param output where it prints
 */
record BenchProcess(Process process, Path output) {

    static BenchProcess start(List<String> words, Map<String, String> environment, Path output) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().putAll(environment);
        return new BenchProcess(
                builder.redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start(),
                output);
    }

    String printed() throws IOException {
        return Files.readString(output);
    }

    void requireAlive() throws IOException {
        if (!process.isAlive()) {
            throw new IllegalStateException("It ended: " + printed());
        }
    }

    /** Waits until it has ended by itself. */
    void requireDone() throws IOException, InterruptedException {
        int code = process.waitFor();
        if (code != 0) {
            throw new IllegalStateException("It ended with " + code + ": " + printed());
        }
    }

    void end() {
        process.destroy();
        process.onExit().join();
    }
}
