package dev.theseus.domain.routing;

import java.time.Duration;
import java.util.Set;

/**
 * How far the other database follows the one with authority, as a node last measured it there.
 *
 * @param passed every transaction with a smaller number has ended, and what it changed is in the target
 * @param lag how long the oldest pending change has stood
 * @param setAside numbers of the tables that have rows which could not be applied
 * @param suspended names of the nodes whose reads from new are failing: while there is one, all read from old
 */
public record Standing(long passed, Duration lag, Set<Integer> setAside, Set<String> suspended) {

    /** Nothing is known, so nothing is taken for passed. */
    public static final Standing UNKNOWN = new Standing(0, Duration.ZERO, Set.of(), Set.of());

    public Standing {
        setAside = Set.copyOf(setAside);
        suspended = Set.copyOf(suspended);
    }
}
