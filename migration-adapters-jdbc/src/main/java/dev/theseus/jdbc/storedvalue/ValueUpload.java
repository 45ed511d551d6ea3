package dev.theseus.jdbc.storedvalue;

import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.largeobject.Content;
import dev.theseus.domain.largeobject.LargeObjectStore;
import dev.theseus.domain.largeobject.StoreRefused;
import dev.theseus.domain.largeobject.StoredValue;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.postgres.KeyJson;
import dev.theseus.jdbc.postgres.KeyMatch;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.PgRelation;
import dev.theseus.jdbc.postgres.Run;
import dev.theseus.jdbc.postgres.Sql;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Puts values of one column into the store, by the keys of their rows. Safe for several threads. */
final class ValueUpload {

    /** The keys are few: a plan that hashes or sorts the table would be worse for any number of them. */
    private static final String BY_INDEX =
            "SET LOCAL jit = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off";

    private final PgDatabase source;
    private final TablePlan table;
    private final StoredColumn column;
    private final LargeObjectStore store;

    ValueUpload(PgDatabase source, TablePlan table, StoredColumn column, LargeObjectStore store) {
        this.source = source;
        this.table = table;
        this.column = column;
        this.store = store;
    }

    /**
     * What rows have now, all of it in the store when this returns. A value that changes while it is read is left out:
     * its row has an entry in the log by then.
     *
     * @return the references of the values
     */
    Set<String> upload(Collection<RowKey> keys) throws SQLException, InterruptedException {
        try (Connection connection = source.connect()) {
            Run.sql(connection, BY_INDEX);
            PgRelation relation = PgRelation.captured(connection, table, source.side());
            KeyMatch match = KeyMatch.of(connection, relation);
            Map<RowKey, StoredValue> values = values(connection, relation, match, keys);
            Set<String> stored = new HashSet<>();
            for (Map.Entry<RowKey, StoredValue> one : values.entrySet()) {
                if (put(connection, relation, match, one.getKey(), one.getValue())) {
                    stored.add(one.getValue().reference());
                }
            }
            connection.rollback();
            return stored;
        }
    }

    private Map<RowKey, StoredValue> values(
            Connection connection, PgRelation relation, KeyMatch match, Collection<RowKey> keys) throws SQLException {
        String query = "SELECT " + relation.keyText("t") + ", " + column.expression("t") + " FROM " + relation.quoted()
                + " t WHERE " + asked(match) + " AND t." + Sql.quoted(column.value()) + " IS NOT NULL";
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, KeyJson.of(keys));
            try (ResultSet rows = statement.executeQuery()) {
                Map<RowKey, StoredValue> values = new HashMap<>();
                while (rows.next()) {
                    RowKey key = new RowKey(List.of((String[]) rows.getArray(1).getArray()));
                    values.put(key, StoredValue.of(rows.getString(2)));
                }
                return values;
            }
        }
    }

    private static String asked(KeyMatch match) {
        return "EXISTS (SELECT FROM " + match.asked("?::pg_catalog.jsonb") + " a WHERE " + match.isAsked("t", "a")
                + ")";
    }

    /** @return whether the value is in the store */
    private boolean put(Connection connection, PgRelation relation, KeyMatch match, RowKey key, StoredValue value)
            throws SQLException, InterruptedException {
        String isKey = IntStream.range(0, match.key().size())
                .mapToObj(i -> "t." + match.key().get(i).quoted() + " "
                        + match.operators().get(i) + " ?::pg_catalog.text::"
                        + match.key().get(i).type())
                .collect(Collectors.joining(" AND "));
        PreparedStatement query = connection.prepareStatement("SELECT pg_catalog.substring(t."
                + Sql.quoted(column.value()) + ", ?::pg_catalog.int8::pg_catalog.int4, ?::pg_catalog.int4) FROM "
                + relation.quoted() + " t WHERE " + isKey);
        for (int i = 0; i < key.parts().size(); i++) {
            query.setString(i + 3, key.parts().get(i));
        }
        try (Content content = new ColumnContent(query)) {
            store.put(value, content);
            return true;
        } catch (StoreRefused e) {
            if (value.equals(values(connection, relation, match, List.of(key)).get(key))) {
                throw e;
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
