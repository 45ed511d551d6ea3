package dev.theseus.jdbc.verify;

import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.verification.Divergence;
import dev.theseus.jdbc.verify.RowLook.Seen;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

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

    /** @param rows that differ, by the keys of the source */
    Map<RowKey, Divergence> of(Map<RowKey, Seen> rows) throws InterruptedException {
        if (rows.isEmpty()) {
            return Map.of();
        }
        Map<RowKey, RowKey> there = table.keys().there(rows.keySet());
        Map<RowKey, List<Long>> source = columns(table.source(), rows.keySet());
        Map<RowKey, List<Long>> sink = columns(table.sink(), Set.copyOf(there.values()));
        Map<RowKey, Divergence> named = new HashMap<>();
        rows.forEach((key, seen) -> named.put(
                key,
                divergence(
                        key, seen, source.getOrDefault(key, List.of()), sink.getOrDefault(there.get(key), List.of()))));
        return named;
    }

    private Divergence divergence(RowKey key, Seen seen, List<Long> source, List<Long> sink) {
        boolean fromOld = table.direction().source() == Side.OLD;
        List<String> names = new ArrayList<>();
        List<Divergence.Digests> values = new ArrayList<>();
        for (int i = 0; i < Math.min(source.size(), sink.size()); i++) {
            if (!source.get(i).equals(sink.get(i))) {
                names.add(table.source().columns().get(i));
                String one = HexFormat.of().toHexDigits(source.get(i));
                String other = HexFormat.of().toHexDigits(sink.get(i));
                values.add(fromOld ? new Divergence.Digests(one, other) : new Divergence.Digests(other, one));
            }
        }
        return new Divergence(key, seen.kind(table.direction()), names, values);
    }

    private Map<RowKey, List<Long>> columns(SideTable side, Collection<RowKey> keys) throws InterruptedException {
        return attempts.inTransaction(
                side.database(),
                "name the columns that differ in " + side.relation().name(),
                connection -> new KeyedRows(side).columns(connection, keys, digests));
    }
}
