package dev.theseus.app.server.watch;

/** The run of the migration in the server's own process, where the server was started so. Safe for several threads. */
@FunctionalInterface
public interface RunHere {

    /** What became of the wish to begin. */
    enum Began {
        BEGUN,
        /** It works, so there is nothing to begin. */
        WORKS_ALREADY
    }

    /**
     * Begins to run the migration again after the last run has ended, by the plan file as it is now.
     *
     * @param actor who wants it
     * @param reason why
     * @throws RuntimeException if it can't begin, for example because another process runs the migration
     */
    Began begin(String actor, String reason) throws InterruptedException;
}
