package dev.theseus.jdbc.relay;

/** The time in which a relay takes no rest, because writers are held until its log is empty. */
@FunctionalInterface
public interface Hurry extends AutoCloseable {

    /** Ends it. */
    @Override
    void close();
}
