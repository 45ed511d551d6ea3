package dev.theseus.jdbc.verify;

import dev.theseus.domain.changelog.ChangeLog;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.verification.Divergence;
import dev.theseus.jdbc.verify.RowLook.Seen;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Rows of the sink whose key leads back to no row of the source, because the mapping has no way back for it. They can't
 * be repaired through the log, so all that is found out is whether they only lag: by the whole log of the table, and by
 * a reading of the whole source for each batch. They are few, or something is very wrong.
 */
final class Strays {

    private final TablePair table;
    private final ChangeLog log;
    private final RelayPatience patience;
    private final int looks;
    private final Attempts attempts;

    Strays(TablePair table, ChangeLog log, RelayPatience patience, int looks, Attempts attempts) {
        this.table = table;
        this.log = log;
        this.patience = patience;
        this.looks = looks;
        this.attempts = attempts;
    }

    /**
     * Counts those that are gone by now, and those that should be.
     *
     * @param keys on the side that is written to
     * @return keys of the source's rows for those that have one after all
     */
    Set<RowKey> settle(Collection<RowKey> keys, Tally tally) throws InterruptedException {
        Set<RowKey> traced = new HashSet<>();
        Set<RowKey> inFlight = new HashSet<>(keys);
        for (int look = 0; look < looks && !inFlight.isEmpty(); look++) {
            if (look > 0) {
                patience.await(table.plan());
            }
            look(inFlight, traced, tally);
        }
        inFlight.forEach(key -> tally.unsettled());
        return traced;
    }

    /** In the order that is proven in {@link RowLook}: source, log, sink, source. */
    private void look(Set<RowKey> inFlight, Set<RowKey> traced, Tally tally) throws InterruptedException {
        take(inFlight, traced);
        boolean pending = attempts.untilAvailable(
                () -> !log.pending(Set.of(table.plan().number()), Set.of(), 1).isEmpty());
        Set<RowKey> present = attempts.inTransaction(
                table.sink().database(),
                "look at rows of " + table.sink().relation().name(),
                c -> Set.copyOf(new KeyedRows(table.sink()).rows(c, inFlight).keySet()));
        for (RowKey key : Set.copyOf(inFlight)) {
            if (!present.contains(key)) {
                tally.lagging();
                inFlight.remove(key);
            }
        }
        take(inFlight, traced);
        if (!pending) {
            inFlight.forEach(key -> {
                tally.divergent();
                tally.example(new Divergence(key, Seen.EXTRA.kind(table.direction()), List.of()));
            });
            inFlight.clear();
        }
    }

    private void take(Set<RowKey> inFlight, Set<RowKey> traced) throws InterruptedException {
        Map<RowKey, RowKey> found = inFlight.isEmpty()
                ? Map.of()
                : attempts.inTransaction(
                        table.source().database(),
                        "look for rows of " + table.source().relation().name(),
                        c -> inSource(c, inFlight));
        found.forEach((key, source) -> {
            inFlight.remove(key);
            traced.add(source);
        });
    }

    private Map<RowKey, RowKey> inSource(Connection connection, Collection<RowKey> keys) throws SQLException {
        SideTable source = table.source();
        StringBuilder rows = new StringBuilder();
        keys.forEach(key -> rows.append(rows.isEmpty() ? "(ARRAY[" : "), (ARRAY[")
                .append("?, ".repeat(key.parts().size() - 1))
                .append("?]::text[] COLLATE \"C\""));
        String sql = "SELECT a.key, %s FROM %s JOIN (VALUES %s)) a(key) ON a.key = %s"
                .formatted(source.relation().keyText("t"), source.relation().from("t"), rows, source.keyText());
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL jit = off; SET LOCAL row_security = off");
        }
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            int at = 1;
            for (RowKey key : keys) {
                for (String part : key.parts()) {
                    query.setString(at++, part);
                }
            }
            Map<RowKey, RowKey> found = new HashMap<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    found.put(
                            new RowKey(Arrays.asList((String[]) row.getArray(1).getArray())),
                            new RowKey(Arrays.asList((String[]) row.getArray(2).getArray())));
                }
            }
            return found;
        }
    }
}
