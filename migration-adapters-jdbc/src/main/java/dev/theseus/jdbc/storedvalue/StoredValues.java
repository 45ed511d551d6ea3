package dev.theseus.jdbc.storedvalue;

import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.DatabaseUnavailable;
import dev.theseus.domain.database.Direction;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.largeobject.Content;
import dev.theseus.domain.largeobject.LargeObjectStore;
import dev.theseus.domain.largeobject.StoreRefused;
import dev.theseus.domain.largeobject.StoreUnavailable;
import dev.theseus.domain.largeobject.StoredValue;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.relay.Applier;
import dev.theseus.domain.verification.Verification;
import dev.theseus.jdbc.postgres.KeyJson;
import dev.theseus.jdbc.postgres.KeyMatch;
import dev.theseus.jdbc.postgres.PgColumn;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.PgErrors;
import dev.theseus.jdbc.postgres.PgRelation;
import dev.theseus.jdbc.postgres.Sql;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Moves columns of old into an object store on the way to new. The rows themselves are mapped, copied, applied and
 * compared as any others: a reference is an SQL expression over the value ({@link StoredColumn#mapped}). A table's key
 * has to keep its values. Safe for several threads.
 */
public final class StoredValues {

    private static final int AT_ONCE = 200;
    /** Rows that a look at the store names. */
    static final int MOST_DAMAGED = 100;

    private static final int PIECE = 256 << 10;

    private final PgDatabase old;
    private final PgDatabase target;
    private final LargeObjectStore store;
    private final Map<Integer, StoredColumn> columns;

    /** @param columns by the numbers of their tables in the plan */
    public StoredValues(PgDatabase old, PgDatabase target, LargeObjectStore store, Map<Integer, StoredColumn> columns) {
        this.old = old;
        this.target = target;
        this.store = store;
        this.columns = Map.copyOf(columns);
    }

    /**
     * For the columns that the mappings of a plan move to the store.
     *
     * @param tables of the plan, with one such column each at most
     */
    public static StoredValues of(PgDatabase old, PgDatabase target, LargeObjectStore store, List<TablePlan> tables) {
        Map<Integer, StoredColumn> columns = new HashMap<>();
        for (TablePlan table : tables) {
            StoredColumn.of(table).forEach(column -> columns.put(table.number(), column));
        }
        return new StoredValues(old, target, store, columns);
    }

    /** An applier for those who have no store: rows that refer to one are left to those who have. */
    public static Applier leaving(Applier rows) {
        return new LeavingApplier(rows);
    }

    /** A comparison of rows from old to new that looks for their values in the store too. */
    public Verification verifying(Verification rows) {
        return new StoredVerification(rows, this);
    }

    boolean hasSome(TablePlan table) {
        return columns.containsKey(table.number());
    }

    /** An applier from old to new that stores what rows refer to before it writes them. */
    public Applier storing(Applier rows) {
        return new StoringApplier(rows, target, new Columns());
    }

    /**
     * @param values found in the target
     * @param bytes of them
     * @param damaged keys of rows whose value is not in the store, or is another one, at most 100
     */
    public record Check(long values, long bytes, List<RowKey> damaged) {}

    /**
     * Stores what the copied rows of a table refer to. May be called again: what is in the store is not read again.
     *
     * @return how many rows refer to a value
     */
    public long carry(TablePlan table) throws InterruptedException {
        if (!hasSome(table)) {
            return 0;
        }
        try {
            return carryAll(table);
        } catch (StoreUnavailable e) {
            throw new DatabaseUnavailable(target.side(), "store values of " + table.old(), e);
        } catch (StoreRefused e) {
            throw new DatabaseRefused(target.side(), PgErrors.NO_STATE, String.valueOf(e.getMessage()), e);
        }
    }

    private long carryAll(TablePlan table) throws InterruptedException {
        long rows = 0;
        Optional<RowKey> after = Optional.empty();
        for (List<Reference> some = references(table, after); !some.isEmpty(); some = references(table, after)) {
            upload(table, some.stream().map(Reference::key).collect(Collectors.toSet()));
            rows += some.size();
            after = Optional.of(some.getLast().key());
        }
        return rows;
    }

    /** Reads all values that rows of the target refer to out of the store, and compares them with their checksums. */
    public Check check(TablePlan table) throws InterruptedException {
        long values = 0;
        long bytes = 0;
        List<RowKey> damaged = new ArrayList<>();
        Optional<RowKey> after = Optional.empty();
        for (List<Reference> some = references(table, after); !some.isEmpty(); some = references(table, after)) {
            for (Reference one : some) {
                StoredValue value = StoredValue.of(one.text());
                values++;
                bytes += value.bytes();
                if (!isWhole(value) && damaged.size() < MOST_DAMAGED) {
                    damaged.add(one.key());
                }
            }
            after = Optional.of(some.getLast().key());
        }
        return new Check(values, bytes, damaged);
    }

    /**
     * Puts values into the store once more that were not found there.
     *
     * @return the keys of the rows whose value is there now
     */
    Set<RowKey> mend(TablePlan table, Collection<RowKey> keys) throws InterruptedException {
        Set<String> stored = upload(table, Set.copyOf(keys));
        Set<RowKey> mended = new HashSet<>();
        for (Reference one : referred(table, Set.copyOf(keys))) {
            if (stored.contains(one.text()) && isWhole(StoredValue.of(one.text()))) {
                mended.add(one.key());
            }
        }
        return mended;
    }

    private boolean isWhole(StoredValue value) throws InterruptedException {
        byte[] piece = new byte[PIECE];
        try {
            Optional<Content> found = store.open(value);
            if (found.isEmpty()) {
                return false;
            }
            try (Content content = found.get()) {
                int read = content.read(piece, 0, piece.length);
                while (read >= 0) {
                    read = content.read(piece, 0, piece.length);
                }
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private record Reference(RowKey key, String text) {}

    /** The next rows that refer to a value, in the order of their keys. */
    private List<Reference> references(TablePlan table, Optional<RowKey> after) {
        return target.inTransaction("read references of " + table.target(), connection -> {
            PgRelation relation = PgRelation.target(connection, table, Direction.FORWARD);
            String reference = "t." + Sql.quoted(column(table).reference());
            String keys = relation.key().stream().map(c -> "t." + c.quoted()).collect(Collectors.joining(", "));
            String beyond = after.isEmpty() ? "" : " AND (" + keys + ") > (" + typed(relation) + ")";
            try (PreparedStatement query =
                    connection.prepareStatement("SELECT " + relation.keyText("t") + ", " + reference
                            + " FROM " + relation.quoted() + " t WHERE " + reference + " IS NOT NULL" + beyond
                            + " ORDER BY " + keys
                            + " LIMIT " + AT_ONCE)) {
                if (after.isPresent()) {
                    for (int i = 0; i < after.get().parts().size(); i++) {
                        query.setString(i + 1, after.get().parts().get(i));
                    }
                }
                return read(query);
            }
        });
    }

    private static String typed(PgRelation relation) {
        return relation.key().stream()
                .map(PgColumn::type)
                .map("?::text::%s"::formatted)
                .collect(Collectors.joining(", "));
    }

    private static List<Reference> read(PreparedStatement query) throws SQLException {
        try (ResultSet rows = query.executeQuery()) {
            List<Reference> references = new ArrayList<>();
            while (rows.next()) {
                RowKey key = new RowKey(List.of((String[]) rows.getArray(1).getArray()));
                references.add(new Reference(key, rows.getString(2)));
            }
            return references;
        }
    }

    private StoredColumn column(TablePlan table) {
        StoredColumn column = columns.get(table.number());
        if (column == null) {
            throw new IllegalArgumentException("No column of " + table.old() + " moves to an object store");
        }
        return column;
    }

    private Set<String> upload(TablePlan table, Set<RowKey> keys) throws InterruptedException {
        try {
            return new Columns().upload(table, keys);
        } catch (SQLException e) {
            throw PgErrors.translate(old.side(), "read values of " + table.old(), e);
        }
    }

    private final class Columns implements StoringApplier.StoredColumns {

        @Override
        public boolean hasSome(TablePlan table) {
            return StoredValues.this.hasSome(table);
        }

        @Override
        public Set<String> upload(TablePlan table, Set<RowKey> keys) throws SQLException, InterruptedException {
            return new ValueUpload(old, table, column(table), store).upload(keys);
        }

        @Override
        public Set<String> referred(TablePlan table, Set<RowKey> keys) {
            return StoredValues.this.referred(table, keys).stream()
                    .map(Reference::text)
                    .collect(Collectors.toSet());
        }
    }

    private List<Reference> referred(TablePlan table, Set<RowKey> keys) {
        if (keys.isEmpty()) {
            return List.of();
        }
        return target.inTransaction("read references of " + table.target(), connection -> {
            PgRelation relation = PgRelation.target(connection, table, Direction.FORWARD);
            KeyMatch match = KeyMatch.of(connection, relation);
            String reference = "t." + Sql.quoted(column(table).reference());
            try (PreparedStatement query = connection.prepareStatement("SELECT " + relation.keyText("t") + ", "
                    + reference + " FROM " + relation.quoted() + " t WHERE " + reference
                    + " IS NOT NULL AND EXISTS (SELECT FROM " + match.asked("?::pg_catalog.jsonb") + " a WHERE "
                    + match.isAsked("t", "a") + ")")) {
                query.setString(1, KeyJson.of(keys));
                return read(query);
            }
        });
    }
}
