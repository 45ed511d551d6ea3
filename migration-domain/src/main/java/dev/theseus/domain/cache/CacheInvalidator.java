package dev.theseus.domain.cache;

/**
 * Empties the caches of one node of the service. Called off the requests' threads, on every node, when the node sees
 * that authority has moved or that the migration went back. It may be called more than once for the same occasion. An
 * exception is logged and changes nothing else.
 */
@FunctionalInterface
public interface CacheInvalidator {

    /** A service without caches. */
    CacheInvalidator NONE = occasion -> {};

    void clear(CacheOccasion occasion);
}
