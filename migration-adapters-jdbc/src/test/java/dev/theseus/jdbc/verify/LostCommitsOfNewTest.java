package dev.theseus.jdbc.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.changelog.BroughtOver;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.relay.Relay.Drain;
import dev.theseus.domain.verification.Divergence;
import dev.theseus.domain.verification.VerificationReport;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** New comes back without the last of what it had confirmed; the relay knows what that was. */
class LostCommitsOfNewTest {

    private LiveScene scene;
    private long begun;

    @BeforeEach
    void bringOver() throws Exception {
        scene = LiveScene.open();
        scene.relay.start();
        bring("UPDATE t SET n = 1 WHERE id = 500");
        begun = System.nanoTime();
        bring("UPDATE t SET n = 2 WHERE id <= 20; DELETE FROM t WHERE id = 21");
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private void bring(String changes) throws SQLException, InterruptedException {
        scene.databases.old(changes);
        assertThat(scene.relay.awaitDrained(List.of(scene.table.plan()), Duration.ofSeconds(60)))
                .isEqualTo(Drain.DRAINED);
    }

    private VerificationReport compareTouched() throws InterruptedException {
        BroughtOver brought =
                scene.relay.broughtOver(List.of(scene.table.plan()), Duration.ofNanos(System.nanoTime() - begun));
        return scene.table.compare(new Repairs(scene.log, scene.applier, scene.relay), brought);
    }

    @Test
    void theRowsBroughtOverSinceAreComparedAndNoOthers() throws Exception {
        scene.databases.target("UPDATE t SET n = 0 WHERE id = 500");

        VerificationReport report = compareTouched();

        assertThat(report.isFlawless()).isTrue();
        assertThat(report.rowsCompared()).isEqualTo(21);
        assertThat(scene.compareIndependently().differences()).isEqualTo(1);
    }

    @Test
    void whatOfThemIsLostIsRepairedAndCounted() throws Exception {
        scene.databases.target("UPDATE t SET n = 0 WHERE id IN (3, 4); INSERT INTO t VALUES (21, 'deleted before')");

        VerificationReport report = compareTouched();

        assertThat(report.isFlawless()).isFalse();
        assertThat(report.repaired()).isEqualTo(3);
        assertThat(scene.compareIndependently().differences()).isZero();
        assertThat(compareTouched().isFlawless()).isTrue();
    }

    @Test
    void whatNewRefusesToTakeAgainIsADivergence() throws Exception {
        scene.databases.target("DELETE FROM t WHERE id = 9; ALTER TABLE t ADD CHECK (id <> 9)");

        assertThat(compareTouched().tables().getFirst().examples())
                .extracting(Divergence::key)
                .containsExactly(RowKey.of("9"));
    }

    @Test
    void afterATruncateTheTableIsComparedWholly() throws Exception {
        bring("TRUNCATE t; INSERT INTO t SELECT i, 'again' FROM generate_series(1, 30) i");
        scene.databases.target("INSERT INTO t VALUES (700, 'came back')");

        VerificationReport report = compareTouched();

        assertThat(report.repaired()).isEqualTo(1);
        assertThat(scene.compareIndependently().differences()).isZero();
    }
}
