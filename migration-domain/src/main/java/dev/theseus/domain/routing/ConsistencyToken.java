package dev.theseus.domain.routing;

import dev.theseus.domain.database.Epoch;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a reader has to see: the writes up to a transaction of the database that had authority. A read that carries a
 * token goes to the other database only when the relay has passed it there.
 *
 * <p>Its text form travels between threads and nodes, in a header or as baggage: {@code epoch-transaction} and the
 * fingerprints of at most {@value #MOST_FRESH} rows, each after a dot. It holds letters, digits, hyphens and dots only.
 *
 * @param epoch in which the transaction was made
 * @param transaction its number (xid8), 0 if there is nothing that has to be seen
 * @param fresh fingerprints of the rows that were applied after that very transaction had committed: these stand in the
 *     other database as the reader expects, though the relay may not have passed the transaction
 */
public record ConsistencyToken(Epoch epoch, long transaction, Set<Long> fresh) {

    public static final ConsistencyToken NONE = new ConsistencyToken(Epoch.FIRST, 0, Set.of());

    /** More rows than these are left to the relay. */
    public static final int MOST_FRESH = 16;

    private static final Pattern TEXT =
            Pattern.compile("([1-9][0-9]{0,17})-(0|[1-9][0-9]{0,17})((?:\\.[0-9a-f]{1,16}){0," + MOST_FRESH + "})");

    public ConsistencyToken {
        fresh = Set.copyOf(fresh);
        if (transaction < 0) {
            throw new IllegalArgumentException("A transaction's number is not negative: " + transaction);
        }
        if (fresh.size() > MOST_FRESH) {
            throw new IllegalArgumentException(
                    "A token names at most " + MOST_FRESH + " fresh rows, not " + fresh.size());
        }
    }

    public boolean isNone() {
        return transaction == 0;
    }

    /**
     * A token for both. Rows that were fresh after the earlier transaction are not any more: the later one may have
     * changed them without saying so, by a trigger or a cascade. Of one transaction that several calls have written in,
     * what each of them saw applied is fresh.
     */
    public ConsistencyToken and(ConsistencyToken other) {
        int order = Long.compare(epoch.number(), other.epoch.number());
        if (order == 0) {
            order = Long.compare(transaction, other.transaction);
        }
        if (order == 0) {
            return new ConsistencyToken(epoch, transaction, both(fresh, other.fresh));
        }
        return order > 0 ? this : other;
    }

    /** The smallest ones if there are too many: which ones must not depend on the order of the tokens. */
    private static Set<Long> both(Set<Long> one, Set<Long> other) {
        return Stream.concat(one.stream(), other.stream())
                .distinct()
                .sorted()
                .limit(MOST_FRESH)
                .collect(Collectors.toSet());
    }

    /** Whether a row may be read where the relay has passed all transactions below {@code passed} of this epoch. */
    boolean isSeenBy(Epoch current, long passed, long row) {
        // an epoch ends with an empty log, so what was written in an earlier one is on both sides
        return isNone() || epoch.number() < current.number() || isSeenInEpoch(current, passed, row);
    }

    private boolean isSeenInEpoch(Epoch current, long passed, long row) {
        return epoch.equals(current) && (transaction < passed || fresh.contains(row));
    }

    @Override
    public String toString() {
        return epoch.number() + "-" + transaction
                + new TreeSet<>(fresh)
                        .stream().map(f -> "." + Long.toHexString(f)).collect(Collectors.joining());
    }

    /** @return empty if the text is no token; a reader then has to read where the authority is */
    public static Optional<ConsistencyToken> parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        Set<Long> fresh = new TreeSet<>();
        for (String each : parts.group(3).split("\\.", -1)) {
            if (!each.isEmpty()) {
                fresh.add(Long.parseUnsignedLong(each, 16));
            }
        }
        return Optional.of(
                new ConsistencyToken(new Epoch(Long.parseLong(parts.group(1))), Long.parseLong(parts.group(2)), fresh));
    }
}
