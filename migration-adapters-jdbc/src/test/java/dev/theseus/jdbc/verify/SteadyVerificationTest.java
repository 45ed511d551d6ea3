package dev.theseus.jdbc.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.theseus.domain.authority.Authority;
import dev.theseus.domain.database.Direction;
import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.throttle.Rest;
import dev.theseus.domain.verification.TableComparison;
import dev.theseus.domain.verification.Verification;
import dev.theseus.domain.verification.VerificationReport;
import dev.theseus.domain.verification.VerificationReport.Verdict;
import dev.theseus.jdbc.capture.PgCapture;
import dev.theseus.jdbc.postgres.PgFence;
import dev.theseus.jdbc.testing.TestDatabases;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SteadyVerificationTest {

    private static final String BORN = "INSERT INTO t VALUES (7, 'born in new')";

    private final List<Direction> compared = new ArrayList<>();
    private final List<TableComparison> told = new ArrayList<>();
    private TestDatabases databases;
    private ComparedTable table;

    @BeforeEach
    void open() throws SQLException {
        databases = TestDatabases.create();
        databases.old(PgFence.ddl(Side.OLD));
        databases.target(PgFence.ddl(Side.NEW) + PgCapture.ddl(Side.NEW));
        databases.both("CREATE TABLE t (id int PRIMARY KEY, v text); INSERT INTO t VALUES (1, 'one')");
        table = ComparedTable.of(databases, "t", List.of("id"), "id", "v");
    }

    @AfterEach
    void close() {
        databases.close();
    }

    @Test
    void whatWasComparedWhileAuthorityMovedIsComparedAgainTheOtherWay() throws Exception {
        VerificationReport report = compare(
                () -> {
                    databases.both(epoch(2));
                    databases.target(BORN);
                },
                () -> databases.old(BORN));

        assertThat(compared).containsExactly(Direction.FORWARD, Direction.REVERSE);
        assertThat(report.verdict()).isEqualTo(Verdict.EQUAL);
        assertThat(told).isEqualTo(report.tables());
    }

    @Test
    void alsoIfItHasComeBackMeanwhile() throws Exception {
        boolean[] moved = {false};
        VerificationReport report = compare(
                () -> {
                    if (!moved[0]) {
                        databases.target(BORN);
                        databases.both(epoch(3));
                        moved[0] = true;
                    } else {
                        databases.old(BORN);
                    }
                },
                () -> {});

        assertThat(compared).containsExactly(Direction.FORWARD, Direction.FORWARD);
        assertThat(report.verdict()).isEqualTo(Verdict.EQUAL);
        assertThat(told).isEqualTo(report.tables());
    }

    @Test
    void nothingIsComparedWhileAuthorityIsOnItsWay() throws Exception {
        databases.old(epoch(2));
        CompletableFuture<VerificationReport> report = new CompletableFuture<>();
        Thread comparing = Thread.ofPlatform().start(() -> {
            try {
                report.complete(compare(() -> {}, () -> {}));
            } catch (Exception e) {
                report.completeExceptionally(e);
            }
        });

        Thread.sleep(300);
        assertThat(report).isNotDone();
        databases.target(epoch(2));

        await().until(report::isDone);
        comparing.join();
        assertThat(report.get().verdict()).isEqualTo(Verdict.EQUAL);
        assertThat(compared).containsExactly(Direction.REVERSE);
    }

    /** What happens when a comparison has begun. */
    private interface Meanwhile {
        void happens() throws SQLException;
    }

    private VerificationReport compare(Meanwhile forward, Meanwhile reverse) throws InterruptedException {
        return PgVerifications.inForce(
                        () -> new Authority(epochOf(Side.OLD), epochOf(Side.NEW)),
                        Map.of(
                                Direction.FORWARD, way(Direction.FORWARD, forward),
                                Direction.REVERSE, way(Direction.REVERSE, reverse)))
                .verify(List.of(table.plan()), told::add);
    }

    private Verification way(Direction direction, Meanwhile meanwhile) {
        StandingRelay standing = new StandingRelay();
        Verification rows = new PgVerification(
                new TablePair.Ground(databases.on(Side.OLD), databases.on(Side.NEW), direction),
                new Repairs(PgCapture.log(databases.on(direction.source())), standing, standing),
                ComparedTable.SETTINGS,
                ComparedTable.resting(Rest.NONE));
        return new Verification() {
            @Override
            public VerificationReport verify(List<TablePlan> tables, Consumer<TableComparison> verified)
                    throws InterruptedException {
                compared.add(direction);
                try {
                    meanwhile.happens();
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
                return rows.verify(tables, verified);
            }
        };
    }

    private Epoch epochOf(Side side) {
        return databases.on(side).inTransaction("read the epoch", PgFence.MIGRATION::read);
    }

    private static String epoch(long number) {
        return "SELECT setval('theseus.epoch', " + number + ")";
    }
}
