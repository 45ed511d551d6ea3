package dev.theseus.jdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.theseus.domain.database.Side;
import dev.theseus.jdbc.testing.TestDatabases;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pools hold one session each, so that whoever comes next gets what a failure left. */
class CopyPipeTest {

    private static final String MANY = "COPY (SELECT i, repeat('x', 1000) FROM generate_series(1, 30000) i) TO STDOUT";
    private static final String INTO_ITEM = "COPY public.item FROM STDIN";

    private TestDatabases databases;
    private PgDatabase source;
    private PgDatabase target;

    @BeforeEach
    void open() throws SQLException {
        databases = TestDatabases.create();
        databases.target("CREATE TABLE item (id int PRIMARY KEY, name text)");
        source = PgDatabase.open(Side.OLD, databases.url(Side.OLD), null, null, 1);
        target = PgDatabase.open(Side.NEW, databases.url(Side.NEW), null, null, 1);
    }

    @AfterEach
    void close() {
        source.close();
        target.close();
        databases.close();
    }

    /** Keeps the errors of both ends apart. */
    private static final class Named implements CopyPipe.Failures<IllegalStateException> {
        @Override
        public IllegalStateException ofSource(SQLException error) {
            return new IllegalStateException("source " + error.getSQLState(), error);
        }

        @Override
        public IllegalStateException ofTarget(SQLException error) {
            return new IllegalStateException("target " + error.getSQLState(), error);
        }
    }

    private CopyPipe.Flow flow(String copyOut, String copyIn, CopyPipe.Pace pace)
            throws SQLException, InterruptedException {
        try (Connection from = source.connect();
                Connection into = target.connect()) {
            Run.sql(from, "SET LOCAL jit = off");
            Run.sql(into, "SET LOCAL jit = off");
            CopyPipe.Flow flow = new CopyPipe<>(new Named(), pace).flow(from, copyOut, into, copyIn);
            into.commit();
            return flow;
        }
    }

    private void assertBothAnswerRightly() {
        for (PgDatabase database : List.of(source, target)) {
            for (int number = 1; number <= 5; number++) {
                String expected = String.valueOf(number);
                List<String> answer = database.inTransaction("ask", c -> Run.texts(c, "SELECT " + expected));
                assertThat(answer).containsExactly(expected);
            }
        }
    }

    @Test
    void everyRowFlowsAndIsCounted() throws Exception {
        CopyPipe.Flow flow = flow(MANY, INTO_ITEM, CopyPipe.Pace.FREE);

        assertThat(flow.rows()).isEqualTo(30000);
        assertThat(flow.bytes()).isGreaterThan(30_000_000);
        assertThat(databases.value(Side.NEW, "SELECT count(*) || ' ' || sum(length(name)) FROM item"))
                .isEqualTo("30000 30000000");
        assertBothAnswerRightly();
    }

    @Test
    void aTargetThatRefusesInTheMiddleLeavesNoAnswersBehindOnTheSource() throws Exception {
        databases.target("CREATE TABLE narrow (id int PRIMARY KEY, name varchar(10))");
        CopyPipe.Pace untilRefused = (rows, bytes) -> Awaitility.await()
                .pollDelay(Duration.ZERO)
                .until(() -> "1"
                        .equals(databases.value(
                                Side.NEW,
                                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                                        + " AND state = 'idle in transaction (aborted)'")));

        Throwable thrown = catchThrowable(() -> flow(MANY, "COPY public.narrow FROM STDIN", untilRefused));

        assertThat(thrown).hasMessage("target 22001");
        assertBothAnswerRightly();
        assertThat(flow(MANY, INTO_ITEM, CopyPipe.Pace.FREE).rows()).isEqualTo(30000);
    }

    @Test
    void aSourceThatDiesInTheMiddleLeavesNothingOnTheTarget() throws Exception {
        String dying = """
                COPY (SELECT i, CASE WHEN i = 20000 THEN pg_terminate_backend(pg_backend_pid())::text
                  ELSE repeat('x', 1000) END FROM generate_series(1, 30000) i) TO STDOUT""";

        Throwable thrown = catchThrowable(() -> flow(dying, INTO_ITEM, CopyPipe.Pace.FREE));

        assertThat(thrown).hasMessageMatching("source (57P01|08006)");
        assertBothAnswerRightly();
        assertThat(databases.rows(Side.NEW, "SELECT * FROM item")).isEmpty();
        assertThat(flow(MANY, INTO_ITEM, CopyPipe.Pace.FREE).rows()).isEqualTo(30000);
    }

    @Test
    void aThreadThatIsInterruptedInTheMiddleLeavesBothSidesUsable() {
        CopyPipe.Pace interrupting = (rows, bytes) -> Thread.currentThread().interrupt();

        Throwable thrown = catchThrowable(() -> flow(MANY, INTO_ITEM, interrupting));

        assertThat(thrown).isInstanceOf(InterruptedException.class);
        assertBothAnswerRightly();
    }
}
