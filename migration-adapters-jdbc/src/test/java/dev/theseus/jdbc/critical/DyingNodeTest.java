package dev.theseus.jdbc.critical;

import static dev.theseus.jdbc.critical.CriticalScene.LIMITS;
import static dev.theseus.jdbc.critical.CriticalScene.account;
import static dev.theseus.jdbc.critical.CriticalScene.amount;
import static dev.theseus.jdbc.critical.CriticalScene.sql;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.theseus.domain.critical.CriticalRecovery;
import dev.theseus.domain.critical.CriticalRecovery.Recovered;
import dev.theseus.domain.critical.CriticalWriteRefused;
import dev.theseus.domain.database.Side;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The node dies between any two steps; what it held is settled by others. */
class DyingNodeTest {

    /** Nothing of ours catches it. */
    private static final class Death extends Error {
        private static final long serialVersionUID = 1L;
    }

    private CriticalScene scene;

    @BeforeEach
    void open() throws SQLException {
        scene = CriticalScene.create();
    }

    @AfterEach
    void close() throws Exception {
        scene.close();
    }

    private CriticalWrites dyingAt(CriticalStep fatal) {
        return scene.node("dying", LIMITS, step -> {
            if (step == fatal) {
                throw new Death();
            }
        });
    }

    private CriticalRecovery tool() {
        return PgCriticals.recovery(scene.databases.on(Side.OLD), scene.databases.on(Side.NEW), LIMITS, scene.news());
    }

    @ParameterizedTest
    @EnumSource(
            value = CriticalStep.class,
            names = {"RESTORED", "OPENING"},
            mode = EnumSource.Mode.EXCLUDE)
    void of_a_write_that_new_takes(CriticalStep fatal) throws Exception {
        assertThatThrownBy(() -> dyingAt(fatal).write(List.of(account(1)), amount(1, 5)))
                .isInstanceOf(Death.class);

        assertThat(tool().recover()).as("its lease has not passed").isEqualTo(new Recovered(0, 0));
        scene.letLeasesPass();
        CriticalRecovery recovery = tool();
        recovery.recover();

        // either it reached new before the node died, or it is found not to have, and taken back
        List<String> outcome = switch (fatal) {
            case HELD, WORKED -> List.of();
            case COMMITTED -> List.of("TAKEN_BACK");
            case BROUGHT, CONFIRMING, RESTORED, OPENING -> List.of("CONFIRMED");
        };
        assertThat(scene.journal(Side.OLD)).isEqualTo(outcome);
        assertThat(scene.amount(Side.OLD, 1)).isEqualTo(outcome.contains("CONFIRMED") ? "5" : "100");
        assertThat(scene.held(Side.OLD)).isEqualTo("0");
        scene.drain();
        assertThat(scene.all(Side.NEW)).isEqualTo(scene.all(Side.OLD));
        assertThat(recovery.recover()).isEqualTo(new Recovered(0, 0));
    }

    @ParameterizedTest
    @EnumSource(
            value = CriticalStep.class,
            names = {"COMMITTED", "BROUGHT", "RESTORED"})
    void of_a_write_that_new_refuses(CriticalStep fatal) throws Exception {
        scene.databases.target("ALTER TABLE account ADD CHECK (amount >= 0)");
        assertThatThrownBy(() -> dyingAt(fatal).write(List.of(account(1)), amount(1, -5)))
                .isInstanceOf(Death.class);
        scene.letLeasesPass();
        assertThat(tool().recover()).isEqualTo(new Recovered(1, 0));

        assertThat(scene.amount(Side.OLD, 1)).isEqualTo("100");
        assertThat(scene.journal(Side.OLD)).containsExactly("TAKEN_BACK");
        scene.drain();
        assertThat(scene.all(Side.NEW)).isEqualTo(scene.all(Side.OLD));
    }

    @Test
    void of_a_write_that_can_not_be_taken_back() throws Exception {
        scene.databases.target("ALTER TABLE account ADD CHECK (amount >= 0)");
        CriticalWrites dying = scene.node("dying", LIMITS, step -> {
            if (step == CriticalStep.COMMITTED) {
                try {
                    scene.databases.old("INSERT INTO account VALUES (7, 'ann', 1)");
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            }
            if (step == CriticalStep.OPENING) {
                throw new Death();
            }
        });
        assertThatThrownBy(() -> dying.write(
                        List.of(account(1)), sql("UPDATE public.account SET owner = 'eve', amount = -1 WHERE id = 1")))
                .isInstanceOf(Death.class);
        scene.letLeasesPass();
        assertThat(tool().recover()).isEqualTo(new Recovered(0, 1));
        assertThat(tool().open()).hasSize(1);
        assertThat(scene.opened).hasSize(1);
    }

    /** Nobody has to wait for the recovery: whoever wants the row settles it. */
    @Test
    void whoever_wants_the_row_of_a_dead_node_settles_its_write_first() throws Exception {
        assertThatThrownBy(() -> dyingAt(CriticalStep.COMMITTED).write(List.of(account(1)), amount(1, 5)))
                .isInstanceOf(Death.class);
        scene.letLeasesPass();

        scene.node("two").write(List.of(account(1)), sql("UPDATE account SET amount = amount + 1 WHERE id = 1"));
        assertThat(scene.amount(Side.OLD, 1)).isEqualTo("101");
        assertThat(scene.amount(Side.NEW, 1)).isEqualTo("101");
    }

    @Test
    void a_node_that_was_thought_dead_believes_what_was_done_without_it() throws Exception {
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        CriticalWrites slow = scene.node("slow", LIMITS, step -> {
            if (step == CriticalStep.COMMITTED) {
                stuck.countDown();
                try {
                    assertThat(go.await(20, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        });
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Future<?> write = thread.submit(() -> slow.write(List.of(account(1)), amount(1, 5)));
            assertThat(stuck.await(10, TimeUnit.SECONDS)).isTrue();
            scene.letLeasesPass();
            assertThat(tool().recover()).isEqualTo(new Recovered(1, 0));
            go.countDown();
            assertThatThrownBy(write::get).hasCauseInstanceOf(CriticalWriteRefused.class);
        }
        assertThat(scene.amount(Side.OLD, 1)).isEqualTo("100");
        scene.drain();
        assertThat(scene.amount(Side.NEW, 1)).isEqualTo("100");
    }

    @Test
    void two_who_recover_share_the_work() throws Exception {
        for (int id = 1; id <= 2; id++) {
            int row = id;
            assertThatThrownBy(() -> dyingAt(CriticalStep.COMMITTED).write(List.of(account(row)), amount(row, 5)))
                    .isInstanceOf(Death.class);
        }
        scene.letLeasesPass();
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<Recovered> one = threads.submit(() -> tool().recover());
            Future<Recovered> two = threads.submit(() -> tool().recover());
            assertThat(one.get().ended() + two.get().ended()).isEqualTo(2);
        }
        assertThat(scene.journal(Side.OLD)).containsExactly("TAKEN_BACK", "TAKEN_BACK");
    }

    /** It commits by itself, so what it did can't be told from what others did. */
    @Test
    void work_that_ends_its_own_transaction_is_told_and_is_open_for_a_person_to_see() throws Exception {
        assertThatThrownBy(() -> scene.node("one").write(List.of(account(1)), connection -> {
                    int changed = amount(1, 5).on(connection);
                    connection.commit();
                    return changed;
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ended its transaction");
        scene.letLeasesPass();
        tool().recover();
        assertThat(scene.amount(Side.OLD, 1)).isEqualTo("5");
        assertThat(scene.opened).hasSize(1);
    }
}
