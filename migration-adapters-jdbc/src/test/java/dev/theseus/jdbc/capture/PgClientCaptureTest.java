package dev.theseus.jdbc.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.theseus.domain.capture.ChangeCapture;
import dev.theseus.domain.changelog.ChangeLog;
import dev.theseus.domain.changelog.LogEntry.Change.Truncated;
import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.hibernate.NotingService;
import dev.theseus.jdbc.testing.TestDatabases;
import jakarta.persistence.ParameterMode;
import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Capture by a service that writes through Hibernate, and by name what it cannot see. */
class PgClientCaptureTest extends PgChangeCaptureContract {

    private NotingService service;

    @Override
    protected ChangeCapture capture(TestDatabases databases) throws SQLException {
        databases.old(PgCapture.ddl(Side.OLD));
        service = new NotingService(databases);
        return service.restartedAfterChangesOf(PgCapture.captureByClients(databases.on(Side.OLD)));
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Override
    protected ChangeLog log(TestDatabases databases) {
        return PgCapture.log(databases.on(Side.OLD));
    }

    @Override
    protected void write(String... statements) throws SQLException {
        service.inTransaction(session -> {
            for (String statement : statements) {
                session.createNativeMutationQuery(statement).executeUpdate();
            }
        });
    }

    @Override
    protected void writeAndRollBack(String statement) throws SQLException {
        service.rolledBack(
                session -> session.createNativeMutationQuery(statement).executeUpdate());
    }

    @Override
    void writeAs(String role, String... statements) throws SQLException {
        service.restartAs(role);
        write(statements);
    }

    /** The driver lets a session only vary the ISO form of dates. */
    @Override
    void writeUnder(Map<String, String> settings, String statement) throws SQLException {
        service.inTransaction(session -> {
            settings.forEach((name, value) -> session.createNativeMutationQuery(
                            "SET LOCAL %s = '%s'".formatted(name, name.equals("DateStyle") ? "ISO, DMY" : value))
                    .executeUpdate());
            session.createNativeMutationQuery(statement).executeUpdate();
        });
    }

    @Override
    protected void bind(String statement, List<String> values) throws SQLException {
        service.inTransaction(session -> {
            var query = session.createNativeMutationQuery(statement);
            for (int i = 0; i < values.size(); i++) {
                query.setParameter(i + 1, values.get(i));
            }
            query.executeUpdate();
        });
    }

    @Override
    protected List<String> damages() {
        return List.of(
                "DROP FUNCTION theseus.mark_1",
                "CREATE OR REPLACE FUNCTION theseus.mark_1(why text) RETURNS void LANGUAGE sql AS ''",
                "DROP VIEW theseus.noted_key");
    }

    @Test
    void rowsThatTheServerChangesByItselfAreRefused() throws SQLException {
        databases.old("CREATE TABLE part (id int PRIMARY KEY, item int REFERENCES item ON DELETE SET NULL)");

        assertThatThrownBy(() -> capture.install(plan(2, "part", List.of("id"), List.of("id"))))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("part_item_fkey")
                .hasMessageContaining("capture by triggers");
    }

    @Test
    void codeThatRunsInTheServerHasEveryKeyNotedAndLeavesARecord() throws SQLException {
        databases.old("INSERT INTO item SELECT i, 'a' FROM generate_series(1, 3) i");
        databases.old("CREATE PROCEDURE cleanse() LANGUAGE sql AS 'DELETE FROM item WHERE id = 2'");
        capture.install(item);
        write("CALL cleanse()");

        assertThat(noted(1)).containsExactly(key("1"), key("3"), new Truncated());
        assertThat(service.count().wholeTables()).isEqualTo(1);
        assertThat(databases.value(Side.OLD, "SELECT format('%s %s', table_no, entries) FROM theseus.reread"))
                .isEqualTo("1 2");
    }

    @Test
    void aProcedureCalledThroughJakartaPersistenceHasEveryKeyNoted() throws SQLException {
        databases.old("INSERT INTO item VALUES (1, 'a'), (2, 'a')");
        databases.old("CREATE PROCEDURE cleanse(gone int) LANGUAGE sql AS 'DELETE FROM item WHERE id = gone'");
        capture.install(item);
        service.inTransaction(session -> session.createStoredProcedureQuery("cleanse")
                .registerStoredProcedureParameter(1, Integer.class, ParameterMode.IN)
                .setParameter(1, 2)
                .execute());

        assertThat(noted(1)).containsExactly(key("1"), new Truncated());
        assertThat(service.count().wholeTables()).isEqualTo(1);
    }

    @Test
    void removingCaptureTakesTheGrantsAway() throws SQLException {
        capture.install(item);
        assertThat(grantsToAll()).isNotEmpty();
        capture.remove(item);

        assertThat(grantsToAll()).isEmpty();
    }

    private List<String> grantsToAll() throws SQLException {
        return databases.rows(Side.OLD, """
                SELECT a.grantee, a.privilege_type FROM (
                  SELECT nspacl AS acl FROM pg_namespace WHERE nspname = 'theseus' UNION ALL
                  SELECT relacl FROM pg_class WHERE relnamespace = 'theseus'::regnamespace) x
                CROSS JOIN LATERAL aclexplode(x.acl) a WHERE a.grantee = 0""");
    }

    @Test
    void notSeenAreCopyAndOtherClients() throws SQLException, IOException {
        capture.install(item);
        databases.old("INSERT INTO item VALUES (1, 'a'); TRUNCATE item");
        try (Connection session = databases.session(Side.OLD)) {
            session.unwrap(org.postgresql.PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY item FROM STDIN", new StringReader("5\tcopied\n"));
        }

        assertThat(noted(1)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {"SELECT make_item()", "INSERT INTO item_view VALUES (1, 'a')", "INSERT INTO audit VALUES (1)"})
    void notSeenAreFunctionsOfASelectViewsAndTheDatabasesOwnTriggers(String statement) throws SQLException {
        databases.old("""
                CREATE VIEW item_view AS SELECT * FROM item;
                CREATE FUNCTION make_item() RETURNS void LANGUAGE sql AS 'INSERT INTO item VALUES (1, ''a'')';
                CREATE TABLE audit (id int);
                CREATE FUNCTION audited() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM make_item(); RETURN NULL; END';
                CREATE TRIGGER audited AFTER INSERT ON audit EXECUTE FUNCTION audited()""");
        capture.install(item);
        service.inTransaction(session -> {
            if (statement.startsWith("SELECT")) {
                session.createNativeQuery(statement, Object.class).getResultList();
            } else {
                session.createNativeMutationQuery(statement).executeUpdate();
            }
        });

        assertThat(databases.value(Side.OLD, "SELECT count(*) FROM item")).isEqualTo("1");
        assertThat(noted(1)).isEmpty();
    }

    @Test
    void notSeenAreDirectWritesToPartitionsThatCameAfterTheServiceStarted() throws SQLException {
        databases.old("CREATE TABLE log_line (day int, id int, PRIMARY KEY (day, id)) PARTITION BY RANGE (day)");
        TablePlan lines = plan(6, "log_line", List.of("day", "id"), List.of("day", "id"));
        capture.install(lines);
        service.inTransaction(session -> {});
        databases.old("CREATE TABLE log_line_2 PARTITION OF log_line FOR VALUES FROM (2) TO (3)");
        write("INSERT INTO log_line_2 VALUES (2, 1)", "INSERT INTO log_line VALUES (2, 2)");

        assertThat(noted(6)).containsExactly(key("2", "2"));
    }
}
