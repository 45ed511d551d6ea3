package dev.theseus.jdbc.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.verification.Divergence;
import dev.theseus.domain.verification.VerificationReport;
import dev.theseus.domain.verification.VerificationReport.Verdict;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** A small shop moves from MariaDB to PostgreSQL while it sells. */
@EnabledIf(value = MariaServer.INSTALLED, disabledReason = MariaServer.NOT_INSTALLED)
class MariaToPostgresTest {

    private static final int CUSTOMERS = 1000;

    private MariaDatabases databases;
    private TablePlan customer;
    private TablePlan purchase;
    private TablePlan tag;

    @BeforeEach
    void open() throws SQLException {
        databases = MariaDatabases.create();
        databases.old("""
                CREATE TABLE customer (id int unsigned PRIMARY KEY AUTO_INCREMENT, email varchar(60) UNIQUE, born date, active tinyint(1),
                  credit decimal(12,2), seen timestamp(6) DEFAULT CURRENT_TIMESTAMP(6));
                CREATE TABLE purchase (customer_id int unsigned, line int, what varchar(80), at datetime(3), PRIMARY KEY (customer_id, line),
                  FOREIGN KEY (customer_id) REFERENCES customer (id));
                CREATE TABLE tag (name varchar(40) PRIMARY KEY, uses int, KEY (uses))""");
        databases.target("""
                CREATE TABLE customer (id bigint PRIMARY KEY, email varchar(60) UNIQUE, born date, active boolean, credit numeric(12,2),
                  seen timestamptz(6));
                CREATE TABLE purchase (customer_id bigint REFERENCES customer, line int, what varchar(80), at timestamp(3),
                  PRIMARY KEY (customer_id, line));
                CREATE TABLE tag (name varchar(40) PRIMARY KEY, uses int)""");
        databases.old("INSERT INTO customer (id, email, born, active, credit) SELECT seq, CONCAT('c', seq, '@example'),"
                + " DATE'1970-01-01' + INTERVAL seq DAY, seq % 2, seq / 7 FROM seq_1_to_" + CUSTOMERS
                + "; INSERT INTO purchase SELECT c.seq, l.seq, CONCAT('thing ', l.seq, ' 🧀'), '2024-01-01' + INTERVAL c.seq MINUTE"
                + " FROM seq_1_to_" + CUSTOMERS
                + " c JOIN seq_1_to_3 l; INSERT INTO tag SELECT CONCAT('Tag ', seq), seq FROM seq_1_to_500");
        customer = databases.plan(
                1, "customer", List.of("id"), List.of("id", "email", "born", "active", "credit", "seen"));
        purchase = databases.plan(
                2, "purchase", List.of("customer_id", "line"), List.of("customer_id", "line", "what", "at"));
        tag = databases.plan(3, "tag", List.of("name"), List.of("name", "uses"));
    }

    @AfterEach
    void close() {
        databases.close();
    }

    private List<TablePlan> tables() {
        return List.of(customer, purchase, tag);
    }

    @Test
    void aShopUnderLiveWritesIsEqualInTheEnd() throws Exception {
        AtomicBoolean open = new AtomicBoolean(true);
        AtomicLong written = new AtomicLong();
        ExecutorService writers = Executors.newFixedThreadPool(3);
        List<Future<?>> running = new ArrayList<>();
        try (Carrying carrying = new Carrying(databases, tables())) {
            for (int i = 0; i < 3; i++) {
                int seed = i;
                running.add(writers.submit(() -> trade(new Random(seed), open, written)));
            }
            Awaitility.await().until(() -> written.get() > 50);
            carrying.copyAndFollow();
            long atCopied = written.get();
            Awaitility.await().until(() -> written.get() > atCopied + 200);
            VerificationReport live = carrying.verify();
            open.set(false);
            for (Future<?> each : running) {
                each.get();
            }
            carrying.drain();
            assertThat(live.verdict()).as(live.toString()).isEqualTo(Verdict.EQUAL);
            assertThat(live.rowsCompared()).isGreaterThan(CUSTOMERS);
            assertThat(carrying.log.setAside(10)).isEmpty();
            assertEqualByComparisonOfTheTest();
        } finally {
            open.set(false);
            writers.shutdown();
        }
    }

    /** Inserts, updates, deletes, changes of keys and swaps of unique values, some rolled back. */
    private void trade(Random random, AtomicBoolean open, AtomicLong written) {
        try (Connection session = databases.session();
                Statement statement = session.createStatement()) {
            session.setAutoCommit(false);
            while (open.get()) {
                try {
                    deal(random, statement);
                    // it stays open for a moment, as those of clients do that think
                    statement.execute("DO SLEEP(0.005)");
                    if (random.nextInt(10) == 0) {
                        session.rollback();
                    } else {
                        session.commit();
                        written.incrementAndGet();
                    }
                } catch (SQLException e) {
                    // a deadlock, a duplicate: what a shop meets
                    session.rollback();
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void deal(Random random, Statement statement) throws SQLException {
        int id = 1 + random.nextInt(CUSTOMERS);
        int other = 1 + random.nextInt(CUSTOMERS);
        switch (random.nextInt(9)) {
            case 0 ->
                statement.execute("INSERT INTO customer (email, credit) VALUES ('new" + random.nextLong() + "', 1)");
            case 1 ->
                statement.execute("UPDATE customer SET credit = credit + 1, active = NOT active WHERE id = " + id);
            case 2 -> statement.execute("DELETE FROM purchase WHERE customer_id = " + id);
            case 3 ->
                statement.execute(
                        "REPLACE INTO purchase VALUES (" + id + ", " + random.nextInt(5) + ", 'replaced', NOW(3))");
            case 4 ->
                statement.execute(
                        "UPDATE purchase SET line = line + 10 WHERE customer_id = " + id + " ORDER BY line DESC");
            case 5 ->
                statement.execute(
                        "UPDATE tag SET name = IF(BINARY name = UPPER(name), LOWER(name), UPPER(name)) WHERE uses = "
                                + random.nextInt(500));
            case 6 -> swapEmails(statement, Math.min(id, other), Math.max(id, other));
            case 7 -> {
                statement.execute("DELETE FROM purchase WHERE customer_id = " + id);
                statement.execute("DELETE FROM customer WHERE id = " + id);
            }
            default ->
                statement.execute("INSERT INTO tag VALUES ('made " + random.nextInt(2000) + "', " + random.nextInt(500)
                        + ") ON DUPLICATE KEY UPDATE uses = VALUES(uses)");
        }
    }

    private static void swapEmails(Statement statement, int one, int other) throws SQLException {
        statement.execute("SELECT email INTO @one FROM customer WHERE id = " + one);
        statement.execute("SELECT email INTO @other FROM customer WHERE id = " + other);
        statement.execute("UPDATE customer SET email = NULL WHERE id = " + one);
        statement.execute("UPDATE customer SET email = @one WHERE id = " + other);
        statement.execute("UPDATE customer SET email = @other WHERE id = " + one);
    }

    /** Knows nothing of the adapters: both sides print every row as text, by expressions of its own. */
    private void assertEqualByComparisonOfTheTest() throws SQLException {
        assertSame(
                "SELECT id, email, DATE_FORMAT(born, '%Y-%m-%d'), active, credit, UNIX_TIMESTAMP(seen) FROM customer ORDER BY id",
                "SELECT id, email, to_char(born, 'YYYY-MM-DD'), active::int, credit, round(extract(epoch FROM seen), 6) FROM customer ORDER BY id");
        assertSame(
                "SELECT customer_id, line, what, DATE_FORMAT(at, '%Y%m%d%H%i%s.%f') FROM purchase ORDER BY 1, 2",
                "SELECT customer_id, line, what, to_char(at, 'YYYYMMDDHH24MISS.US') FROM purchase ORDER BY 1, 2");
        assertSame(
                "SELECT name, uses FROM tag ORDER BY BINARY name",
                "SELECT name, uses FROM tag ORDER BY name COLLATE \"C\"");
    }

    private void assertSame(String old, String target) throws SQLException {
        List<String> expected = databases.rows(Side.OLD, old);
        assertThat(expected).isNotEmpty();
        assertThat(databases.rows(Side.NEW, target)).isEqualTo(expected);
    }

    @Test
    void plantedDifferencesAreFoundAndRepaired() throws Exception {
        try (Carrying carrying = new Carrying(databases, tables())) {
            carrying.copyAndFollow();
            databases.target(
                    "SET session_replication_role = replica; UPDATE customer SET credit = credit + 0.01 WHERE id = 17;"
                            + " DELETE FROM purchase WHERE customer_id = 5 AND line = 2; INSERT INTO tag VALUES ('never there', 1)");
            VerificationReport report = carrying.verify();

            assertThat(report.verdict()).as(report.toString()).isEqualTo(Verdict.EQUAL);
            assertThat(report.repaired()).isEqualTo(3);
            assertThat(report.rowsCompared()).isEqualTo(CUSTOMERS * 4 + 500);
            assertEqualByComparisonOfTheTest();
        }
    }

    @Test
    void aDifferenceThatCannotBeRepairedIsADivergenceThatNamesKeyAndColumns() throws Exception {
        try (Carrying carrying = new Carrying(databases, tables())) {
            carrying.copyAndFollow();
            databases.target("""
                    SET session_replication_role = replica; UPDATE tag SET uses = -1 WHERE name = 'Tag 7';
                    CREATE FUNCTION stay() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.uses := -1; RETURN NEW; END';
                    CREATE TRIGGER stay BEFORE INSERT OR UPDATE ON tag FOR EACH ROW WHEN (NEW.name = 'Tag 7') EXECUTE FUNCTION stay();
                    ALTER TABLE tag ENABLE ALWAYS TRIGGER stay""");
            VerificationReport report = carrying.verify();

            assertThat(report.verdict()).isEqualTo(Verdict.DIVERGENT);
            assertThat(report.tables().get(2).examples())
                    .extracting(Divergence::withoutDigests)
                    .containsExactly(new Divergence(
                            dev.theseus.domain.database.RowKey.of("Tag 7"),
                            Divergence.Kind.DIFFERENT,
                            List.of("uses")));
        }
    }

    @Test
    void aTruncateIsBroughtOverAlthoughNoTriggerTellsOfIt() throws Exception {
        try (Carrying carrying = new Carrying(databases, tables())) {
            carrying.copyAndFollow();
            databases.old("TRUNCATE TABLE tag; INSERT INTO tag VALUES ('after', 1)");
            carrying.drain();

            assertThat(databases.rows(Side.NEW, "SELECT * FROM tag")).containsExactly("(after,1)");
        }
    }

    @Test
    void aCopyThatIsCutOffGoesOnWhereItWas() throws Exception {
        tables().forEach(databases.adapters.capture()::install);
        Thread copying;
        try (Carrying first = new Carrying(databases, tables())) {
            copying = Thread.ofPlatform().start(() -> {
                try {
                    first.copy();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            Awaitility.await()
                    .until(() -> !"0".equals(databases.value(Side.NEW, "SELECT count(*) FROM theseus.chunk_ledger")));
            copying.interrupt();
            copying.join();
        }
        databases.old("UPDATE customer SET credit = 0; DELETE FROM purchase WHERE line = 1");
        try (Carrying second = new Carrying(databases, tables())) {
            second.copyAndFollow();

            assertEqualByComparisonOfTheTest();
        }
    }
}
