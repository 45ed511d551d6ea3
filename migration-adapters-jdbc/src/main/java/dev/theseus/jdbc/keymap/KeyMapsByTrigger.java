package dev.theseus.jdbc.keymap;

import dev.theseus.domain.capture.CaptureRefused;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.keymap.KeyMap;
import dev.theseus.domain.keymap.KeyMap.End;
import dev.theseus.domain.keymap.KeyMaps;
import dev.theseus.jdbc.postgres.LockPatience;
import dev.theseus.jdbc.postgres.LockPatience.Blockers;
import dev.theseus.jdbc.postgres.PgColumn;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.PgRelation;
import dev.theseus.jdbc.postgres.Run;
import dev.theseus.jdbc.postgres.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/** Key maps that triggers on the service's tables add to. */
final class KeyMapsByTrigger implements KeyMaps {

    /** Locks the map's row, so that two who fill it take turns. */
    private static final String BEGIN = """
            INSERT INTO theseus_map."filled map" (name) VALUES (?)
            ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING last_id, complete""";

    /** What the database compares keys by decides their order, not their texts. */
    @SuppressWarnings("InlineFormatString") // it is easier to read by itself
    private static final String FILL = """
            WITH chunk AS MATERIALIZED (SELECT t.%1$s AS id FROM %2$s t %3$s ORDER BY t.%1$s LIMIT ?),
            given AS (INSERT INTO %4$s (old_id) SELECT id FROM chunk ORDER BY id ON CONFLICT (old_id) DO NOTHING)
            SELECT id::text, count(*) OVER () FROM chunk ORDER BY chunk.id DESC LIMIT 1""";

    private static final String REMEMBER =
            "UPDATE theseus_map.\"filled map\" SET last_id = coalesce(?, last_id), complete = ? WHERE name = ?";

    private static final int MENDED_AT_ONCE = 5_000;

    private final PgDatabase old;
    private final PgDatabase target;
    private final LockPatience patience;

    KeyMapsByTrigger(PgDatabase old, PgDatabase target, LockPatience patience) {
        this.old = old;
        this.target = target;
        this.patience = patience;
    }

    @Override
    public void install(KeyMap map) {
        String oldType = key(map, Side.OLD).type();
        String newType = key(map, Side.NEW).type();
        for (PgDatabase database : List.of(old, target)) {
            KeyMapScript script = new KeyMapScript(map, database.side(), oldType, newType);
            database.inTransaction("make the key map " + map.name(), connection -> {
                Run.all(connection, script.table());
                Run.sql(connection, script.createFunction());
                return null;
            });
            createTriggers(database, script);
        }
    }

    private void createTriggers(PgDatabase database, KeyMapScript script) {
        TableName table = script.map().end(database.side()).table();
        patience.run(
                database,
                "let rows of " + table + " be given keys",
                table,
                Blockers.READERS_AND_WRITERS,
                holders -> new CaptureRefused(table, holders),
                connection -> {
                    Run.all(connection, script.createTriggers());
                    return Boolean.TRUE;
                });
    }

    @Override
    public void mend(KeyMap map, Side side) {
        PgDatabase database = side == Side.OLD ? old : target;
        KeyMapScript script = new KeyMapScript(map, side, "", "");
        createTriggers(database, script);
        int given;
        do {
            given = database.inTransaction(
                    "give keys to rows of " + map.end(side).table(), connection -> {
                        try (Statement statement = connection.createStatement()) {
                            return statement.executeUpdate(script.giveMissing(MENDED_AT_ONCE));
                        }
                    });
        } while (given > 0);
    }

    private PgColumn key(KeyMap map, Side side) {
        End end = map.end(side);
        PgDatabase database = side == Side.OLD ? old : target;
        return database.inTransaction("look at the key of " + end.table(), connection -> {
            List<String> column = List.of(end.column());
            return PgRelation.read(connection, end.table(), column, column)
                    .key()
                    .getFirst();
        });
    }

    @Override
    public Filled fill(KeyMap map, int rows) {
        return old.inTransaction("give keys to rows of " + map.old().table(), connection -> {
            Place place = begin(connection, map);
            return place.filled() == Filled.ALL ? Filled.ALL : fill(connection, map, place.after(), rows);
        });
    }

    /**
     * @param after the last row that has a key; empty before the first
     * @param filled whether all have
     */
    private record Place(Optional<String> after, Filled filled) {}

    private static Place begin(Connection connection, KeyMap map) throws SQLException {
        try (PreparedStatement begin = connection.prepareStatement(BEGIN)) {
            begin.setString(1, map.name());
            try (ResultSet row = begin.executeQuery()) {
                row.next();
                return new Place(Optional.ofNullable(row.getString(1)), row.getBoolean(2) ? Filled.ALL : Filled.SOME);
            }
        }
    }

    private static Filled fill(Connection connection, KeyMap map, Optional<String> after, int rows)
            throws SQLException {
        List<String> column = List.of(map.old().column());
        PgColumn key = PgRelation.read(connection, map.old().table(), column, column)
                .key()
                .getFirst();
        String beyond = after.isEmpty() ? "" : "WHERE t.%s > CAST(? AS %s)".formatted(key.quoted(), key.type());
        String sql = FILL.formatted(key.quoted(), Sql.quoted(map.old().table()), beyond, Sql.quoted(map.table()));
        try (PreparedStatement fill = connection.prepareStatement(sql)) {
            int place = 1;
            if (after.isPresent()) {
                fill.setString(place++, after.get());
            }
            fill.setInt(place, rows);
            try (ResultSet last = fill.executeQuery()) {
                boolean any = last.next();
                Filled filled = any && last.getLong(2) == rows ? Filled.SOME : Filled.ALL;
                remember(connection, map, any ? Optional.of(last.getString(1)) : Optional.empty(), filled);
                return filled;
            }
        }
    }

    private static void remember(Connection connection, KeyMap map, Optional<String> last, Filled filled)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(REMEMBER)) {
            update.setString(1, last.orElse(null));
            update.setBoolean(2, filled == Filled.ALL);
            update.setString(3, map.name());
            update.executeUpdate();
        }
    }

    @Override
    public void remove(KeyMap map, Side side) {
        PgDatabase database = side == Side.OLD ? old : target;
        TableName table = map.end(side).table();
        KeyMapScript script = new KeyMapScript(map, side, "", "");
        patience.run(
                database,
                "let rows of " + table + " be given keys no more",
                table,
                Blockers.READERS_AND_WRITERS,
                holders -> new CaptureRefused(table, holders),
                connection -> {
                    Run.all(connection, script.dropTriggers());
                    Run.sql(connection, script.dropFunction());
                    return Boolean.TRUE;
                });
    }
}
