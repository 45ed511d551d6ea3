package dev.theseus.app.bench;

/** One way of doing what a contest is about. */
interface Contender {

    String name();

    /** Puts everything as it must be before the run; not measured. */
    void prepare() throws Exception;

    /** What is measured. */
    void run() throws Exception;

    /** @throws IllegalStateException if the run did not do what it should: a wrong answer has no speed */
    void check() throws Exception;

    /** Takes away what the run left behind, also after a failure; not measured. */
    default void clear() throws Exception {}

    /** Whether the program itself is on trial: then its failure is the benchmark's. */
    default Trial trial() {
        return Trial.PEER;
    }

    /** Who is on trial. */
    enum Trial {
        PEER,
        THESEUS
    }
}
