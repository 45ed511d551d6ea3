package dev.theseus.jdbc.bookkeeping;

import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.preparation.AlreadyInUse;
import dev.theseus.domain.preparation.Preparation;
import dev.theseus.jdbc.largeobject.PgObjects;
import dev.theseus.jdbc.postgres.LockPatience;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Keeps everything in the schema {@code theseus}, so that removing it is removing that schema. */
final class PgBookkeeping implements Preparation {

    /** Two processes that prepare at the same moment would collide in the catalogue. */
    private static final String ONE_AT_A_TIME =
            "SELECT pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('theseus bookkeeping', 0))";

    private static final String MIGRATION = """
            CREATE SCHEMA IF NOT EXISTS theseus;
            COMMENT ON SCHEMA theseus IS 'bookkeeping of a database migration; theseus clean removes it';
            CREATE TABLE IF NOT EXISTS theseus.migration (
              name text PRIMARY KEY, prepared_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp());
            """;

    private static final String TAKEN_AWAY = """
            SELECT pg_catalog.string_agg(pg_catalog.format('%s of %I.%I', name, schema_name, table_name), ', ' ORDER BY id)
            FROM theseus.deferred_object""";

    private static final String UNSETTLED = """
            SELECT pg_catalog.string_agg(id::text, ', ' ORDER BY id) FROM theseus.critical_write
            WHERE state IN ('WRITTEN', 'OPEN')""";

    private static final String DEPENDED_ON = "2BP01";

    private final List<PgDatabase> databases;
    private final PgDatabase target;
    private final LockPatience patience;
    private final Function<Side, String> ddl;

    PgBookkeeping(PgDatabase old, PgDatabase target, LockPatience patience, Function<Side, String> ddl) {
        this(List.of(old, target), target, patience, ddl);
    }

    /** @param databases those that hold bookkeeping, the target among them */
    PgBookkeeping(List<PgDatabase> databases, PgDatabase target, LockPatience patience, Function<Side, String> ddl) {
        this.databases = List.copyOf(databases);
        this.target = target;
        this.patience = patience;
        this.ddl = ddl;
    }

    @Override
    public void prepare(MigrationId migration) {
        // all are asked before anything is made, so that a refusal leaves nothing half done
        databases.forEach(database -> refuseOthers(database, migration));
        for (PgDatabase database : databases) {
            database.inTransaction("prepare the bookkeeping", c -> {
                execute(c, ONE_AT_A_TIME);
                // again, now that nobody else can be at it
                refuseOther(database, owner(c), migration);
                execute(c, MIGRATION);
                execute(c, ddl.apply(database.side()));
                enter(c, migration);
                return Boolean.TRUE;
            });
        }
    }

    private static void refuseOthers(PgDatabase database, MigrationId migration) {
        refuseOther(database, owner(database), migration);
    }

    private static void refuseOther(PgDatabase database, Optional<String> owner, MigrationId migration) {
        owner.filter(o -> !o.equals(migration.value())).ifPresent(other -> {
            throw new AlreadyInUse(database.side(), other);
        });
    }

    private static Optional<String> owner(PgDatabase database) {
        return database.inTransaction("look for bookkeeping", PgBookkeeping::owner);
    }

    private static Optional<String> owner(Connection connection) throws SQLException {
        return text(connection, "SELECT pg_catalog.to_regclass('theseus.migration')::text")
                        .isEmpty()
                ? Optional.empty()
                : text(connection, "SELECT name FROM theseus.migration LIMIT 1");
    }

    private static void enter(Connection connection, MigrationId migration) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO theseus.migration (name) VALUES (?) ON CONFLICT DO NOTHING")) {
            insert.setString(1, migration.value());
            insert.executeUpdate();
        }
    }

    @Override
    public void removeRows(List<TablePlan> tables) {
        String names =
                tables.stream().map(t -> Sql.quoted(t.target())).distinct().collect(Collectors.joining(", "));
        target.inTransaction("remove the rows of the target tables", c -> {
            // neither fence nor capture is meant: these rows are copies
            execute(c, "SET LOCAL theseus.relay = 'on'");
            execute(c, "TRUNCATE " + names);
            return Boolean.TRUE;
        });
        PgObjects.removeCarried(target);
    }

    @Override
    public void remove(MigrationId migration) {
        refuseToForget(migration);
        for (PgDatabase database : databases) {
            refuseUnsettled(database, migration);
        }
        for (PgDatabase database : databases) {
            if (owner(database).filter(o -> o.equals(migration.value())).isPresent()) {
                LeftTriggers.drop(database, patience);
                database.inTransaction("remove the bookkeeping", c -> {
                    execute(c, ONE_AT_A_TIME);
                    execute(c, "DROP SCHEMA IF EXISTS theseus CASCADE");
                    return Boolean.TRUE;
                });
            }
        }
    }

    /** The only place where the definitions of what was taken away for the copy are kept. */
    private void refuseToForget(MigrationId migration) {
        Optional<String> left = target.inTransaction(
                "look for indexes that are not built again",
                c -> owner(c).filter(o -> o.equals(migration.value())).isPresent()
                        ? text(c, TAKEN_AWAY)
                        : Optional.empty());
        left.ifPresent(names -> {
            throw new DatabaseRefused(
                    target.side(),
                    DEPENDED_ON,
                    "The bookkeeping in the " + target.side()
                            + " database was not removed: it keeps the definitions of "
                            + names + ", which were taken away for the copy and do not stand again. Build them as"
                            + " theseus.deferred_object says, delete them there, and repeat the command.");
        });
    }

    /** Their before-images are kept nowhere else. */
    private static void refuseUnsettled(PgDatabase database, MigrationId migration) {
        Optional<String> unsettled = database.inTransaction(
                "look for critical writes that are not settled",
                c -> owner(c).filter(o -> o.equals(migration.value())).isPresent() && keepsJournal(c)
                        ? text(c, UNSETTLED)
                        : Optional.empty());
        unsettled.ifPresent(ids -> {
            throw new DatabaseRefused(
                    database.side(),
                    DEPENDED_ON,
                    "The bookkeeping in the " + database.side() + " database was not removed: critical writes " + ids
                            + " are not settled (theseus.critical_write says why). A run settles them as soon as it can;"
                            + " repeat the command then.");
        });
    }

    private static boolean keepsJournal(Connection connection) throws SQLException {
        return text(connection, "SELECT pg_catalog.to_regclass('theseus.critical_write')::text")
                .isPresent();
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Optional<String> text(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
        }
    }
}
