package dev.theseus.app.demo;

import java.nio.file.Path;
import java.util.function.Consumer;

/** The program as the demonstration uses it: what {@code theseus run plan.yaml --until verified} does. */
@FunctionalInterface
public interface MigrationRunner {

    /**
     * Runs the migration of a plan file until VERIFIED. Where that was reached before, catches up with the log and
     * verifies again.
     *
     * @param planFile whose control database is kept beside it
     * @param progress takes a line for a person every few seconds, from any thread
     * @return what became of it, also when the migration stopped
     * @throws dev.theseus.domain.database.DatabaseRefused if it can't begin
     * @throws InterruptedException if the calling thread was interrupted; everything of its own is closed then
     */
    RunResult run(Path planFile, Consumer<String> progress) throws InterruptedException;
}
