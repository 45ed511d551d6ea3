package dev.theseus.jdbc.relay;

/**
 * Lets one relay of a source work at a time; the others stand by and take over when it ends. It saves work, nothing
 * more: two relays at once would be right too. Used by one thread.
 */
public interface Lead extends AutoCloseable {

    /**
     * Whether this relay leads, after having tried to.
     *
     * @throws dev.theseus.domain.database.DatabaseUnavailable if the source is away
     */
    boolean isHeld();

    /** Gives the lead up. */
    @Override
    void close();
}
