package dev.theseus.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** {@code theseus serve plan.yaml --run} in a process of its own, as its first start says where it is. */
record ServedProgram(Program program) implements AutoCloseable {

    private static final Duration ENOUGH = Duration.ofMinutes(1);
    private static final Pattern ADDRESS = Pattern.compile("at (http://127\\.0\\.0\\.1:\\d+/)");
    private static final Pattern PASSWORD = Pattern.compile("\"admin\" with the password (\\S+)");

    static ServedProgram start(Path output, Path plan) throws IOException {
        return new ServedProgram(Program.start(output, "serve", plan.toString(), "--run", "--port", "0"));
    }

    URI server() throws IOException {
        return URI.create(found(ADDRESS));
    }

    /** Of the account {@code admin}, which the first start makes. */
    String password() throws IOException {
        return found(PASSWORD);
    }

    private String found(Pattern pattern) throws IOException {
        Awaitility.await()
                .atMost(ENOUGH)
                .until(() -> pattern.matcher(program.output()).find());
        Matcher matcher = pattern.matcher(program.output());
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    /**
     * Asks it to end after its run has ended.
     *
     * @return what it said
     */
    String endsInOrder() throws IOException, InterruptedException {
        program.askToEnd();
        assertThat(program.endsWithin(ENOUGH)).isTrue();
        assertThat(program.exitCode()).as(program.output()).isZero();
        assertThat(program.output()).contains("The run ended: REACHED");
        return program.output();
    }

    @Override
    public void close() {
        program.close();
    }
}
