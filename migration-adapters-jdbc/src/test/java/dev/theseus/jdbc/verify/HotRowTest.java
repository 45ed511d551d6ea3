package dev.theseus.jdbc.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.database.Direction;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.relay.Applier;
import dev.theseus.domain.relay.ApplyOutcome;
import dev.theseus.domain.throttle.Rest;
import dev.theseus.domain.verification.Divergence;
import dev.theseus.domain.verification.Divergence.Kind;
import dev.theseus.domain.verification.TableComparison;
import dev.theseus.domain.verification.VerificationReport;
import dev.theseus.domain.verification.VerificationReport.Verdict;
import dev.theseus.jdbc.postgres.PgDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows that change after every single apply, so that no look without a lock ever catches them still. */
class HotRowTest {

    private LiveScene scene;

    @BeforeEach
    void open() throws SQLException {
        scene = LiveScene.open();
        scene.databases.old("UPDATE t SET n = 1 WHERE id = 5");
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void aRowThatNeverHoldsStillIsHeldStillAndCompared() throws Exception {
        TableComparison comparison =
                scene.compare(repairs(new WriteAfterEachApply("UPDATE t SET n = n + 1 WHERE id = 5")));

        assertThat(comparison.settled()).isEqualTo(1);
        assertThat(comparison.divergences()).isZero();
        assertThat(comparison.unsettled()).isZero();
    }

    @Test
    void aHotRowThatNewStoresDifferentlyIsADivergence() throws Exception {
        scene.databases.target("""
                CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.v := ''spoilt''; RETURN NEW; END';
                CREATE TRIGGER spoil BEFORE INSERT OR UPDATE ON t FOR EACH ROW EXECUTE FUNCTION spoil();
                ALTER TABLE t ENABLE ALWAYS TRIGGER spoil""");

        TableComparison comparison =
                scene.compare(repairs(new WriteAfterEachApply("UPDATE t SET n = n + 1 WHERE id = 5")));

        assertThat(comparison.examples())
                .extracting(Divergence::withoutDigests)
                .containsExactly(new Divergence(RowKey.of("5"), Kind.DIFFERENT, List.of("v")));
    }

    @Test
    void aRowThatMayNotBeHeldIsReportedAsUnsettledAndNeverAsEqual() throws Exception {
        scene.databases.old(
                "DROP ROLE IF EXISTS reader; CREATE ROLE reader LOGIN; GRANT USAGE ON SCHEMA theseus TO reader;"
                        + " GRANT SELECT ON t, theseus.change_log TO reader");
        String url = scene.databases.url(Side.OLD).replace("user=postgres", "user=reader");
        try (PgDatabase reader = PgDatabase.open(Side.OLD, url, null, null, 8)) {
            Repairs repairs = repairs(new WriteAfterEachApply("UPDATE t SET n = n + 1 WHERE id = 5"));
            VerificationReport report = new PgVerification(
                            new TablePair.Ground(reader, scene.databases.on(Side.NEW), Direction.FORWARD),
                            repairs,
                            ComparedTable.SETTINGS,
                            PgVerification.Conduct.resting(Rest.NONE))
                    .verify(List.of(scene.table.plan()), one -> {});

            assertThat(report.verdict()).isEqualTo(Verdict.UNSETTLED);
            assertThat(report.unsettled()).isEqualTo(1);
        }
    }

    @Test
    void aRowThatComesAndGoesIsSettledOnceItStays() throws Exception {
        scene.databases.old("DELETE FROM t WHERE id = 5");

        TableComparison comparison = scene.compare(repairs(scene.applier));

        assertThat(comparison.settled()).isEqualTo(1);
        assertThat(scene.databases.rows(Side.NEW, "SELECT 1 FROM t WHERE id = 5"))
                .isEmpty();
    }

    /** The relay stands, so only the verification's own applies bring anything over. */
    private Repairs repairs(Applier applier) {
        return new Repairs(scene.log, applier, new StandingRelay());
    }

    /** Writes to old as soon as an apply has committed, unless the row is locked. */
    private final class WriteAfterEachApply implements Applier {

        private final String write;

        WriteAfterEachApply(String write) {
            this.write = write;
        }

        @Override
        public ApplyOutcome apply(TablePlan table, Set<RowKey> keys, Patience patience) {
            ApplyOutcome outcome = scene.applier.apply(table, keys, patience);
            try (Connection connection = scene.databases.session(Side.OLD);
                    Statement statement = connection.createStatement()) {
                statement.execute("SET lock_timeout = 100");
                statement.execute(write);
            } catch (SQLException e) {
                assertThat(e.getSQLState()).isEqualTo("55P03");
            }
            return outcome;
        }

        @Override
        public ApplyOutcome removeVanished(TablePlan table, Patience patience) {
            return scene.applier.removeVanished(table, patience);
        }
    }
}
