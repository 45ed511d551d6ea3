package dev.theseus.jdbc.verify;

import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.verification.Divergence;
import dev.theseus.jdbc.verify.RowLook.Seen;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Names the columns in which rows differ, for people; by digests, so that no value leaves a server. */
final class ColumnDifferences {

    private final TablePair table;
    private final Digests digests;
    private final Attempts attempts;

    ColumnDifferences(TablePair table, Digests digests, Attempts attempts) {
        this.table = table;
        this.digests = digests;
        this.attempts = attempts;
    }

    Map<RowKey, Divergence> of(Map<RowKey, Seen> rows) throws InterruptedException {
        if (rows.isEmpty()) {
            return Map.of();
        }
        Map<RowKey, List<Long>> old = columns(table.old(), rows.keySet());
        Map<RowKey, List<Long>> target = columns(table.target(), rows.keySet());
        Map<RowKey, Divergence> named = new HashMap<>();
        rows.forEach((key, seen) -> named.put(
                key,
                new Divergence(
                        key,
                        seen.kind(),
                        differing(old.getOrDefault(key, List.of()), target.getOrDefault(key, List.of())))));
        return named;
    }

    private List<String> differing(List<Long> old, List<Long> target) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < Math.min(old.size(), target.size()); i++) {
            if (!old.get(i).equals(target.get(i))) {
                names.add(table.old().columns().get(i));
            }
        }
        return names;
    }

    private Map<RowKey, List<Long>> columns(SideTable side, Collection<RowKey> keys) throws InterruptedException {
        return attempts.inTransaction(
                side.database(),
                "name the columns that differ in " + side.relation().name(),
                connection -> new KeyedRows(side).columns(connection, keys, digests));
    }
}
