package dev.theseus.domain.alert;

/**
 * Tells people. Returns at once and never throws: who raises an alert has other things to do, and what can't be told is
 * in the log and in the trail all the same. Safe for several threads.
 */
@FunctionalInterface
public interface AlertSink extends AutoCloseable {

    void tell(Notice notice);

    /** Tells what is still to be told, for some seconds at most. */
    @Override
    default void close() {}
}
