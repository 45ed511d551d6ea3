package dev.theseus.jdbc.definition;

import dev.theseus.domain.definition.Definition;
import dev.theseus.domain.definition.DefinitionChange;
import dev.theseus.domain.definition.Trait;
import dev.theseus.domain.definition.Trait.Kind;
import dev.theseus.domain.definition.WatchedTable;
import dev.theseus.jdbc.postgres.Run;
import dev.theseus.jdbc.postgres.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the watched tables of one database looked like, in that database. */
final class KeptDefinitions {

    static final String TABLES = """
            CREATE SCHEMA IF NOT EXISTS theseus;
            CREATE TABLE IF NOT EXISTS theseus.watched_table (
              relation text PRIMARY KEY,
              schema_name text NOT NULL,
              table_name text NOT NULL,
              root oid NOT NULL,
              key text[] NOT NULL,
              kept_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp()
            );
            CREATE TABLE IF NOT EXISTS theseus.kept_definition (
              relation text NOT NULL REFERENCES theseus.watched_table ON DELETE CASCADE,
              kind text NOT NULL,
              name text NOT NULL,
              value text NOT NULL,
              PRIMARY KEY (relation, kind, name)
            );
            """;

    private static final String WATCH = """
            INSERT INTO theseus.watched_table (relation, schema_name, table_name, root, key)
            SELECT ?, ?, ?, c.oid, ? FROM pg_class c WHERE c.oid = to_regclass(?) ON CONFLICT DO NOTHING""";

    private static final String KEEP = """
            INSERT INTO theseus.kept_definition (relation, kind, name, value)
            SELECT relation, kind, name, value FROM theseus.present_definition WHERE relation = ?""";

    /** Triggers of ours come when capture is installed or completed, perhaps after the table was kept. */
    private static final String ADOPT = """
            INSERT INTO theseus.kept_definition (relation, kind, name, value)
            SELECT relation, kind, name, value FROM theseus.present_definition
            WHERE kind = 'CAPTURE_TRIGGER' AND value = 'on in every session' ON CONFLICT DO NOTHING""";

    private static final String DIFFERENT = """
            SELECT DISTINCT relation FROM theseus.kept_definition k FULL JOIN theseus.present_definition p USING (relation, kind, name)
            WHERE k.value IS DISTINCT FROM p.value ORDER BY relation""";

    private KeptDefinitions() {}

    /** Whether the database keeps any; a migration that began without them goes on without. */
    static boolean isKept(Connection connection) throws SQLException {
        return !Run.texts(connection, "SELECT 1 WHERE to_regclass('theseus.present_definition') IS NOT NULL")
                .isEmpty();
    }

    static void keep(Connection connection, WatchedTable table) throws SQLException {
        String relation = Sql.quoted(table.name());
        if (watch(connection, table, relation) > 0) {
            bound(connection, KEEP, relation);
        }
    }

    private static int watch(Connection connection, WatchedTable table, String relation) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(WATCH)) {
            insert.setString(1, relation);
            insert.setString(2, table.name().schema());
            insert.setString(3, table.name().name());
            insert.setArray(4, connection.createArrayOf("text", table.key().toArray()));
            insert.setString(5, relation);
            return insert.executeUpdate();
        }
    }

    static void adopt(Connection connection) throws SQLException {
        Run.sql(connection, ADOPT);
    }

    /** The tables that look otherwise, as SQL names them. */
    static List<String> different(Connection connection) throws SQLException {
        return Run.texts(connection, DIFFERENT);
    }

    static Definition kept(Connection connection, String relation) throws SQLException {
        return read(connection, "kept_definition", relation);
    }

    static Definition present(Connection connection, String relation) throws SQLException {
        return read(connection, "present_definition", relation);
    }

    private static Definition read(Connection connection, String from, String relation) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT kind, name, value FROM theseus." + from + " WHERE relation = ?")) {
            query.setString(1, relation);
            try (ResultSet rows = query.executeQuery()) {
                Map<Trait, String> traits = new TreeMap<>();
                while (rows.next()) {
                    traits.put(new Trait(Kind.valueOf(rows.getString(1)), rows.getString(2)), rows.getString(3));
                }
                return Definition.of(traits);
            }
        }
    }

    /**
     * With everything that was not told because this change tells it. What is otherwise again by now is left as it was
     * kept: put back, it is no change any more; changed further, it is another one.
     */
    static void settle(Connection connection, DefinitionChange change) throws SQLException {
        String relation = Sql.quoted(change.table());
        Trait trait = change.trait();
        if (change.now().isPresent()) {
            bound(
                    connection,
                    """
                    INSERT INTO theseus.kept_definition (relation, kind, name, value)
                    SELECT relation, kind, name, value FROM theseus.present_definition
                    WHERE kind = ? AND name = ? AND value = ? AND relation = ?
                    ON CONFLICT (relation, kind, name) DO UPDATE SET value = excluded.value""",
                    trait.kind().name(),
                    trait.name(),
                    change.now().get(),
                    relation);
        } else if (trait.kind() == Kind.TABLE) {
            bound(
                    connection,
                    "DELETE FROM theseus.kept_definition WHERE relation = ? AND to_regclass(relation) IS NULL",
                    relation);
        } else {
            bound(
                    connection,
                    "DELETE FROM theseus.kept_definition k WHERE relation = ? AND kind = ? AND name = ? AND NOT EXISTS"
                            + " (SELECT FROM theseus.present_definition p WHERE p.relation = k.relation AND p.kind = k.kind"
                            + " AND p.name = k.name)",
                    relation,
                    trait.kind().name(),
                    trait.name());
        }
        settleRest(connection, relation, trait);
    }

    private static void settleRest(Connection connection, String relation, Trait trait) throws SQLException {
        switch (trait.kind()) {
            case TABLE ->
                bound(
                        connection,
                        "UPDATE theseus.watched_table SET root = to_regclass(relation) WHERE relation = ?"
                                + " AND to_regclass(relation) IS NOT NULL",
                        relation);
            case COLUMN -> {
                String ofColumn =
                        " WHERE relation = ? AND name = ? AND kind IN ('TYPE', 'NOT_NULL', 'DEFAULT', 'GENERATED')";
                bound(connection, "DELETE FROM theseus.kept_definition" + ofColumn, relation, trait.name());
                bound(
                        connection,
                        "INSERT INTO theseus.kept_definition (relation, kind, name, value)"
                                + " SELECT relation, kind, name, value FROM theseus.present_definition" + ofColumn,
                        relation,
                        trait.name());
            }
            case PARTITION ->
                bound(
                        connection,
                        "DELETE FROM theseus.kept_definition k WHERE relation = ? AND kind = 'CAPTURE_TRIGGER'"
                                + " AND right(name, length(?)) = ? AND NOT EXISTS (SELECT FROM theseus.present_definition p"
                                + " WHERE p.relation = k.relation AND p.kind = k.kind AND p.name = k.name)",
                        relation,
                        Trait.ON + trait.name(),
                        Trait.ON + trait.name());
            case TYPE,
                    NOT_NULL,
                    DEFAULT,
                    GENERATED,
                    KEY,
                    UNIQUE,
                    CHECK,
                    FOREIGN_KEY,
                    INDEX,
                    CAPTURE_TRIGGER,
                    TRIGGER,
                    COMMENT,
                    GRANTS,
                    STATISTICS,
                    COMMAND,
                    CAPTURE_GAP -> {
                // nothing hangs on it
            }
        }
    }

    static void forget(Connection connection) throws SQLException {
        Run.sql(connection, "DELETE FROM theseus.watched_table");
    }

    /** The relations of some tables, by the name that is kept. */
    static Map<String, WatchedTable> byRelation(List<WatchedTable> tables) {
        Map<String, WatchedTable> named = new TreeMap<>();
        for (WatchedTable table : tables) {
            named.merge(Sql.quoted(table.name()), table, WatchedTable::and);
        }
        return named;
    }

    private static void bound(Connection connection, String sql, String... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }

    /**
     * The own tables of all plans before those that complete rows: a table that is both has the key of its own plan.
     */
    static List<WatchedTable> ownFirst(List<List<WatchedTable>> plans) {
        List<WatchedTable> ordered =
                new ArrayList<>(plans.stream().map(List::getFirst).toList());
        plans.forEach(p -> ordered.addAll(p.subList(1, p.size())));
        return ordered;
    }
}
