package dev.theseus.jdbc.verify;

import dev.theseus.domain.changelog.ChangeLog;
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
 * Looks at single rows on both sides, without any lock, and says only what is certain.
 *
 * <p><b>Equal</b> is certain when new, read after old, says what old said: every change that was committed when old was
 * read is in it, and whatever came later stands in the log.
 *
 * <p><b>Different</b> needs more, since new may lag or may be ahead. The order of the four readings is the proof: old's
 * row (1), the log (2), new's row (3), old's row again (4). If the row has the same version in (1) and (4), it did not
 * change in between; if nothing was pending at (2), everything up to then was applied, that is this very version, since
 * an entry is retired only after its apply was committed; and any apply since then wrote the same version again. So new
 * must say the same at (3). A row that is absent has no version; one that came and went between (1) and (4) may be
 * taken for different, which costs a repair and nothing else.
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
        MISSING_ON_NEW,
        EXTRA_ON_NEW,
        DIFFERENT,
        /** It changes, or its change is not applied yet: look again. */
        IN_FLIGHT;

        boolean isDifference() {
            return this != EQUAL && this != IN_FLIGHT;
        }

        Divergence.Kind kind() {
            return switch (this) {
                case MISSING_ON_NEW -> Divergence.Kind.MISSING_ON_NEW;
                case EXTRA_ON_NEW -> Divergence.Kind.EXTRA_ON_NEW;
                case DIFFERENT -> Divergence.Kind.DIFFERENT;
                case EQUAL, IN_FLIGHT -> throw new IllegalStateException(this + " is no divergence");
            };
        }
    }

    /** Looks at all of the keys. */
    Map<RowKey, Seen> at(Collection<RowKey> keys) throws InterruptedException {
        Map<RowKey, Row> before = rows(table.old(), keys);
        Set<RowKey> pending = pending(keys);
        Map<RowKey, Row> onNew = rows(table.target(), keys);
        Map<RowKey, Seen> seen = new HashMap<>();
        Set<RowKey> unlike = new HashSet<>();
        for (RowKey key : keys) {
            if (compare(before.get(key), onNew.get(key)) == Seen.EQUAL) {
                seen.put(key, Seen.EQUAL);
            } else if (pending.contains(key)) {
                seen.put(key, Seen.IN_FLIGHT);
            } else {
                unlike.add(key);
            }
        }
        seen.putAll(certain(unlike, before, onNew));
        return seen;
    }

    private Map<RowKey, Seen> certain(Set<RowKey> unlike, Map<RowKey, Row> before, Map<RowKey, Row> onNew)
            throws InterruptedException {
        if (unlike.isEmpty()) {
            return Map.of();
        }
        Map<RowKey, Row> after = rows(table.old(), unlike);
        Map<RowKey, Seen> seen = new HashMap<>();
        for (RowKey key : unlike) {
            boolean still = Objects.equals(before.get(key), after.get(key));
            seen.put(key, still ? compare(before.get(key), onNew.get(key)) : Seen.IN_FLIGHT);
        }
        return seen;
    }

    /** What two rows are to each other, whether or not that is certain. */
    static Seen compare(@Nullable Row old, @Nullable Row target) {
        if (old == null) {
            return target == null ? Seen.EQUAL : Seen.EXTRA_ON_NEW;
        }
        if (target == null) {
            return Seen.MISSING_ON_NEW;
        }
        return old.digest() == target.digest() ? Seen.EQUAL : Seen.DIFFERENT;
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
