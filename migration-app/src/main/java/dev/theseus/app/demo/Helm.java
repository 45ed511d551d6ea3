package dev.theseus.app.demo;

import dev.theseus.domain.phase.Phase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/** The program's commands by which the demonstration shifts the reads. */
public interface Helm {

    /**
     * Lets the migration follow, as {@code theseus run plan.yaml} does, until it is told to stop.
     *
     * @param progress takes a line for a person every few seconds, from any thread
     */
    Following follow(Path planFile, Consumer<String> progress);

    /**
     * As {@code theseus advance} does.
     *
     * @throws dev.theseus.domain.migration.IllegalTransition if something is missing
     */
    void advance(Path planFile, Phase to);

    /**
     * As {@code theseus rollout --shadow on} does.
     *
     * @param sample share of the reads, 0 to 1
     */
    void shadow(Path planFile, double sample);

    /** As {@code theseus rollout --percentage} does. */
    void readFromNew(Path planFile, double percentage);

    /**
     * As {@code theseus cutover --wait} does; a run follows meanwhile.
     *
     * @throws dev.theseus.domain.migration.IllegalTransition if something is missing, or it was given up
     */
    Moved cutover(Path planFile) throws InterruptedException;

    /** As {@code theseus rollback --wait} does, and {@code theseus verify} after it. */
    Moved rollBack(Path planFile) throws InterruptedException;

    /**
     * As {@code theseus complete --wait} does.
     *
     * @throws dev.theseus.domain.migration.IllegalTransition if something is missing
     */
    void complete(Path planFile) throws InterruptedException;

    /**
     * Authority moved.
     *
     * @param pause for which writers were held
     * @param rowsCompared on both sides since, while clients were at work
     * @param differences that were found
     */
    record Moved(Duration pause, long rowsCompared, long differences) {}

    /** A migration that follows. */
    interface Following {

        /**
         * Stops it, and returns when it has.
         *
         * @return what it did; and why it had ended, if it had before it was told to
         */
        RunResult stop() throws InterruptedException;
    }
}
