package dev.theseus.jdbc.verify;

import dev.theseus.domain.changelog.ChangeLog;
import dev.theseus.domain.database.Direction;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.verification.Divergence;
import dev.theseus.jdbc.verify.KeyedRows.Row;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks at single rows on both sides, without any lock, and says only what is certain. Rows are named by the keys of
 * the source, which is the side that has authority; the sink is the one that follows it.
 *
 * <p><b>Equal</b> is certain when the sink, read after the source, says what the source said: every change that was
 * committed when the source was read is in it, and whatever came later stands in the log.
 *
 * <p><b>Different</b> needs more, since the sink may lag or may be ahead. The order of the four readings is the proof:
 * the source's row (1), the log (2), the sink's row (3), the source's row again (4). If the row has the same version in
 * (1) and (4), it did not change in between; if nothing was pending at (2), everything up to then was applied, that is
 * this very version, since an entry is retired only after its apply was committed; and any apply since then wrote the
 * same version again. So the sink must say the same at (3). A row that is absent has no version; one that came and went
 * between (1) and (4) may be taken for different, which costs a repair and nothing else.
 */
final class RowLook {

    private final TablePair table;
    private final ChangeLog log;
    private final Attempts attempts;

    RowLook(TablePair table, ChangeLog log, Attempts attempts) {
        this.table = table;
        this.log = log;
        this.attempts = attempts;
    }

    /** What is certain of a row. */
    enum Seen {
        EQUAL,
        /** The source has it, the sink does not. */
        MISSING,
        /** The sink has it, the source does not. */
        EXTRA,
        DIFFERENT,
        /** It changes, or its change is not applied yet: look again. */
        IN_FLIGHT;

        boolean isDifference() {
            return this != EQUAL && this != IN_FLIGHT;
        }

        Divergence.Kind kind(Direction direction) {
            boolean forward = direction == Direction.FORWARD;
            return switch (this) {
                case MISSING -> forward ? Divergence.Kind.MISSING_ON_NEW : Divergence.Kind.EXTRA_ON_NEW;
                case EXTRA -> forward ? Divergence.Kind.EXTRA_ON_NEW : Divergence.Kind.MISSING_ON_NEW;
                case DIFFERENT -> Divergence.Kind.DIFFERENT;
                case EQUAL, IN_FLIGHT -> throw new IllegalStateException(this + " is no divergence");
            };
        }
    }

    /** Looks at all of the keys. */
    Map<RowKey, Seen> at(Collection<RowKey> keys) throws InterruptedException {
        Map<RowKey, RowKey> there = table.keys().there(keys);
        Map<RowKey, Row> before = rows(table.source(), keys);
        Set<RowKey> pending = pending(keys);
        Map<RowKey, Row> onSink = rows(table.sink(), Set.copyOf(there.values()));
        Map<RowKey, Seen> seen = new HashMap<>();
        Set<RowKey> unlike = new HashSet<>();
        for (RowKey key : keys) {
            if (compare(before.get(key), onSink.get(there.get(key))) == Seen.EQUAL) {
                seen.put(key, Seen.EQUAL);
            } else if (pending.contains(key)) {
                seen.put(key, Seen.IN_FLIGHT);
            } else {
                unlike.add(key);
            }
        }
        seen.putAll(certain(unlike, there, before, onSink));
        return seen;
    }

    private Map<RowKey, Seen> certain(
            Set<RowKey> unlike, Map<RowKey, RowKey> there, Map<RowKey, Row> before, Map<RowKey, Row> onSink)
            throws InterruptedException {
        if (unlike.isEmpty()) {
            return Map.of();
        }
        Map<RowKey, Row> after = rows(table.source(), unlike);
        Map<RowKey, Seen> seen = new HashMap<>();
        for (RowKey key : unlike) {
            boolean still = Objects.equals(before.get(key), after.get(key));
            seen.put(key, still ? compare(before.get(key), onSink.get(there.get(key))) : Seen.IN_FLIGHT);
        }
        return seen;
    }

    /** What two rows are to each other, whether or not that is certain. */
    static Seen compare(@Nullable Row source, @Nullable Row sink) {
        if (source == null) {
            return sink == null ? Seen.EQUAL : Seen.EXTRA;
        }
        if (sink == null) {
            return Seen.MISSING;
        }
        return source.digest() == sink.digest() ? Seen.EQUAL : Seen.DIFFERENT;
    }

    private Map<RowKey, Row> rows(SideTable side, Collection<RowKey> keys) throws InterruptedException {
        return attempts.inTransaction(
                side.database(),
                "look at rows of " + side.relation().name(),
                connection -> new KeyedRows(side).rows(connection, keys));
    }

    /** Where a key has several texts, the log may hold another one: then any entry of the table counts. */
    private Set<RowKey> pending(Collection<RowKey> keys) throws InterruptedException {
        return attempts.untilAvailable(() -> {
            if (table.keyIsTextCanonical()) {
                return log.pendingOf(table.plan(), keys);
            }
            boolean any =
                    !log.pending(Set.of(table.plan().number()), Set.of(), 1).isEmpty();
            return any ? Set.copyOf(keys) : Set.of();
        });
    }
}
