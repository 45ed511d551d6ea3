package dev.theseus.domain.migration;

import dev.theseus.domain.backfill.CopyProgress;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.verification.VerificationSummary;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What has been reported so far.
 *
 * @param bookkeeping whether it stands in both databases
 * @param captured tables under capture
 * @param copied tables whose copy is complete, with their figures
 * @param indexed copied tables whose indexes stand
 * @param catchUp whether the changes made during the copy are applied
 * @param verification the last comparison
 * @param definitions changes of the tables' definitions that are not answered
 * @param unapplied numbers of the tables whose rows have not gone by the mapping in force
 */
public record Facts(
        Bookkeeping bookkeeping,
        Set<TableName> captured,
        Map<TableName, CopyProgress> copied,
        Set<TableName> indexed,
        CatchUp catchUp,
        Optional<VerificationSummary> verification,
        OpenDefinitions definitions,
        Set<Integer> unapplied) {

    /** Whether Theseus's own tables stand in both databases. */
    public enum Bookkeeping {
        ABSENT,
        PREPARED
    }

    /** Whether the changes made during the copy are applied. */
    public enum CatchUp {
        PENDING,
        DONE
    }

    public static final Facts NONE =
            new Facts(
                    Bookkeeping.ABSENT,
                    Set.of(),
                    Map.of(),
                    Set.of(),
                    CatchUp.PENDING,
                    Optional.empty(),
                    OpenDefinitions.NONE,
                    Set.of());

    public Facts {
        captured = Set.copyOf(captured);
        copied = Map.copyOf(copied);
        indexed = Set.copyOf(indexed);
        unapplied = Set.copyOf(unapplied);
    }

    Facts prepared() {
        return new Facts(Bookkeeping.PREPARED, captured, copied, indexed, catchUp, verification, definitions, unapplied);
    }

    Facts captured(TableName table) {
        return new Facts(bookkeeping, with(captured, table), copied, indexed, catchUp, verification, definitions, unapplied);
    }

    Facts copied(TableName table, CopyProgress progress) {
        Map<TableName, CopyProgress> more = new HashMap<>(copied);
        more.put(table, progress);
        return new Facts(bookkeeping, captured, more, indexed, catchUp, verification, definitions, unapplied);
    }

    Facts indexed(TableName table) {
        return new Facts(bookkeeping, captured, copied, with(indexed, table), catchUp, verification, definitions, unapplied);
    }

    Facts caughtUp() {
        return new Facts(bookkeeping, captured, copied, indexed, CatchUp.DONE, verification, definitions, unapplied);
    }

    Facts verified(VerificationSummary summary) {
        return new Facts(bookkeeping, captured, copied, indexed, catchUp, Optional.of(summary), definitions, unapplied);
    }

    Facts unverified() {
        return new Facts(bookkeeping, captured, copied, indexed, catchUp, Optional.empty(), definitions, unapplied);
    }

    Facts with(OpenDefinitions changed) {
        return new Facts(bookkeeping, captured, copied, indexed, catchUp, verification, changed, unapplied);
    }

    Facts withUnapplied(Collection<Integer> tables) {
        Set<Integer> more = new HashSet<>(unapplied);
        more.addAll(tables);
        return new Facts(bookkeeping, captured, copied, indexed, catchUp, verification, definitions, more);
    }

    /** What was compared before has been changed since. */
    Facts loggedAnew(int table) {
        Set<Integer> fewer = new HashSet<>(unapplied);
        fewer.remove(table);
        return new Facts(bookkeeping, captured, copied, indexed, catchUp, Optional.empty(), definitions, fewer);
    }

    private static Set<TableName> with(Set<TableName> set, TableName table) {
        Set<TableName> more = new HashSet<>(set);
        more.add(table);
        return more;
    }
}
