package dev.theseus.jdbc.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.verification.Divergence;
import dev.theseus.domain.verification.Divergence.Kind;
import dev.theseus.domain.verification.TableComparison;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RepairTest {

    private LiveScene scene;

    @BeforeEach
    void open() throws SQLException {
        scene = LiveScene.open();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void whatDiffersIsRepairedThroughTheLogAndCounted() throws Exception {
        scene.relay.start();
        spoil();

        TableComparison comparison = scene.compare();

        assertThat(comparison.repaired()).isEqualTo(4);
        assertThat(comparison.divergences()).isZero();
        assertThat(comparison.unsettled()).isZero();
        assertThat(scene.compareIndependently().differences()).isZero();
        assertThat(scene.compare().repaired()).isZero();
    }

    @Test
    void whatNobodyRepairsIsADivergence() throws Exception {
        spoil();

        TableComparison comparison = scene.compare(standing());

        assertThat(comparison.divergences()).isEqualTo(4);
        assertThat(comparison.repaired()).isZero();
        assertThat(scene.log.pendingOf(scene.table.plan(), Set.of(RowKey.of("7"))))
                .isNotEmpty();
    }

    @Test
    void aRowThatNewRefusesIsADivergence() throws Exception {
        scene.databases.target("DELETE FROM t WHERE id = 9; ALTER TABLE t ADD CHECK (id <> 9)");
        scene.relay.start();

        TableComparison comparison = scene.compare();

        assertThat(comparison.examples())
                .extracting(Divergence::withoutDigests)
                .containsExactly(new Divergence(RowKey.of("9"), Kind.MISSING_ON_NEW, List.of()));
    }

    @Test
    void rowsThatLagAgreeOnceTheRelayHasPassed() throws Exception {
        scene.databases.old("UPDATE t SET n = n + 1 WHERE id <= 700");
        scene.relay.start();

        TableComparison comparison = scene.compare();

        assertThat(comparison.repaired()).isZero();
        assertThat(comparison.divergences()).isZero();
        assertThat(scene.compareIndependently().differences()).isZero();
    }

    @Test
    void aTruncateThatIsPendingIsNotTakenForDivergences() throws Exception {
        scene.databases.old("TRUNCATE t; INSERT INTO t SELECT i, 'again' FROM generate_series(500, 600) i");
        scene.relay.start();

        TableComparison comparison = scene.compare();

        assertThat(comparison.repaired()).isZero();
        assertThat(comparison.divergences()).isZero();
        assertThat(scene.compareIndependently().differences()).isZero();
    }

    /** One missing, one extra, two swapped. */
    private void spoil() throws SQLException {
        scene.databases.target("DELETE FROM t WHERE id = 7; INSERT INTO t VALUES (2000, 'extra');"
                + " UPDATE t SET v = CASE id WHEN 20 THEN 'v21' ELSE 'v20' END WHERE id IN (20, 21)");
    }

    private Repairs standing() {
        StandingRelay standing = new StandingRelay();
        return new Repairs(scene.log, standing, standing);
    }
}
