package dev.theseus.jdbc.index;

import dev.theseus.domain.backfill.IndexBuilding;
import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.Direction;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.BackfillSettings.IndexBuild;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.index.DeferredObject.Kind;
import dev.theseus.jdbc.postgres.LockPatience;
import dev.theseus.jdbc.postgres.LockPatience.Blockers;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.PgErrors;
import dev.theseus.jdbc.postgres.Run;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Every object in a transaction of its own, together with what is remembered of it. Safe for several threads. */
final class PgIndexBuilding implements IndexBuilding {

    private static final String FOREIGN_KEY_VIOLATION = "23503";

    /** Never less than what the server has been given. */
    private static final String MEMORY = """
            SELECT set_config('maintenance_work_mem',
              greatest(pg_size_bytes(current_setting('maintenance_work_mem')), 268435456) / 1024 || 'kB', true)""";

    private final PgDatabase target;
    private final IndexBuild mode;
    private final LockPatience patience;
    private final Looks looks;

    PgIndexBuilding(PgDatabase target, IndexBuild mode, LockPatience patience, Looks looks) {
        this.target = target;
        this.mode = mode;
        this.patience = patience;
        this.looks = looks;
    }

    @Override
    public void takeAway(List<TablePlan> tables) {
        switch (mode) {
            case KEEP -> {}
            // what another plan's join brings is copied by that plan, and ready when it is
            case AFTER_COPY ->
                tables.stream()
                        .filter(t -> t.image(Direction.FORWARD).isPresent())
                        .forEach(this::takeAway);
        }
    }

    private void takeAway(TablePlan table) {
        patience.run(
                target,
                "take the indexes of " + table.target() + " away",
                table.target(),
                Blockers.READERS_AND_WRITERS_OF_TIED_TABLES,
                holders -> locked("take the indexes away from", table, holders),
                connection -> {
                    if (!DeferredObjects.isBegun(connection, table)) {
                        DeferredObjects.takeAway(connection, table);
                    }
                    return Boolean.TRUE;
                });
    }

    private static DatabaseRefused locked(String what, TablePlan table, String holders) {
        return new DatabaseRefused(
                Side.NEW,
                PgErrors.LOCK_NOT_AVAILABLE,
                "The new database could not " + what + " " + table.target()
                        + " because its lock was not free in time. Held by: " + holders
                        + ". End these transactions and run again.",
                new SQLException("lock not available", PgErrors.LOCK_NOT_AVAILABLE));
    }

    @Override
    public void buildIndexes(TablePlan table) {
        List<DeferredObject> remembered = target.inTransaction(
                "look for indexes to build", c -> DeferredObjects.remembered(c, List.of(Kind.CONSTRAINT, Kind.INDEX)));
        remembered.stream().filter(o -> o.table().equals(table.target())).forEach(this::build);
    }

    private void build(DeferredObject object) {
        target.inTransaction("build " + object, connection -> {
            create(connection, object);
            DeferredObjects.forget(connection, object);
            return Boolean.TRUE;
        });
    }

    private static void create(Connection connection, DeferredObject object) throws SQLException {
        Run.sql(connection, MEMORY);
        if (object.place() != null) {
            set(connection, "default_tablespace", object.place());
        }
        Run.sql(connection, object.creation());
        if (object.comment() != null) {
            comment(connection, object, object.comment());
        }
    }

    private static void set(Connection connection, String setting, String value) throws SQLException {
        try (PreparedStatement call = connection.prepareStatement("SELECT set_config(?, ?, true)")) {
            call.setString(1, setting);
            call.setString(2, value);
            call.executeQuery().close();
        }
    }

    private static void comment(Connection connection, DeferredObject object, String comment) throws SQLException {
        try (PreparedStatement quote = connection.prepareStatement("SELECT quote_literal(?)")) {
            quote.setString(1, comment);
            try (ResultSet row = quote.executeQuery()) {
                row.next();
                Run.sql(connection, "COMMENT ON " + object.commented() + " IS " + row.getString(1));
            }
        }
    }

    @Override
    public void buildForeignKeys(List<TablePlan> tables) {
        for (DeferredObject key : foreignKeys(Kind.FOREIGN_KEY)) {
            add(key);
        }
        List<DeferredObject> unvalidated = foreignKeys(Kind.UNVALIDATED);
        unvalidated.forEach(this::validate);
        new ForeignKeyCheck(tables, looks).check(target, unvalidated);
    }

    private List<DeferredObject> foreignKeys(Kind kind) {
        return target.inTransaction(
                "look for foreign keys to build", c -> DeferredObjects.remembered(c, List.of(kind)));
    }

    private void add(DeferredObject key) {
        patience.run(
                target,
                "add " + key,
                key.table(),
                Blockers.WRITERS,
                holders -> new DatabaseRefused(
                        Side.NEW,
                        PgErrors.LOCK_NOT_AVAILABLE,
                        "The new database could not add " + key + " because its lock was not free in time. Held by: "
                                + holders,
                        new SQLException("lock not available", PgErrors.LOCK_NOT_AVAILABLE)),
                connection -> {
                    boolean wasValid = !key.definition().endsWith(" NOT VALID");
                    if (wasValid && !isPartitioned(connection, key)) {
                        Run.sql(connection, key.creation() + " NOT VALID");
                        DeferredObjects.unvalidated(connection, key);
                    } else {
                        Run.sql(connection, key.creation());
                        DeferredObjects.forget(connection, key);
                    }
                    return Boolean.TRUE;
                });
    }

    /** Before PostgreSQL 18 a foreign key of a partitioned table can't be added without validating it. */
    private static boolean isPartitioned(Connection connection, DeferredObject key) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("""
                SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname = ? AND c.relname = ? AND c.relkind = 'p'""")) {
            query.setString(1, key.table().schema());
            query.setString(2, key.table().name());
            try (ResultSet row = query.executeQuery()) {
                return row.next();
            }
        }
    }

    private void validate(DeferredObject key) {
        looks.until(() -> {
            try {
                target.inTransaction("validate " + key, connection -> {
                    Run.sql(connection, key.validation());
                    DeferredObjects.forget(connection, key);
                    return Boolean.TRUE;
                });
                return Optional.empty();
            } catch (DatabaseRefused e) {
                if (!e.sqlState().equals(FOREIGN_KEY_VIOLATION)) {
                    throw e;
                }
                return Optional.of(e);
            }
        });
    }
}
