package dev.theseus.jdbc.gateway;

import static dev.theseus.jdbc.gateway.GatewayScene.everybody;
import static dev.theseus.jdbc.gateway.GatewayScene.nameOf;
import static dev.theseus.jdbc.gateway.GatewayScene.naming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.routing.ConsistencyToken;
import dev.theseus.domain.routing.RequestContext;
import dev.theseus.domain.routing.RolloutPolicy;
import dev.theseus.domain.routing.RolloutPolicy.Switch;
import dev.theseus.jdbc.gateway.Written.OnTarget;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class GatewayTest {

    private static final RequestContext ANN = RequestContext.of("ann");

    private GatewayScene scene;
    private Gateway gateway;

    @BeforeEach
    void open() throws SQLException {
        scene = GatewayScene.create();
        scene.rows(10);
        gateway = scene.node(GatewayScene.patient("one"));
    }

    @AfterEach
    void close() throws Exception {
        scene.close();
    }

    private void publish(Phase phase, RolloutPolicy policy) {
        scene.publish(phase, policy);
        scene.seenBy(gateway);
    }

    private String read(RequestContext context, int id) throws SQLException {
        return gateway.read(context, scene.row(id), nameOf(id), nameOf(id));
    }

    /** So that it shows which side has answered. */
    private void makeDifferent(int id) throws SQLException {
        scene.databases.target("UPDATE item SET name = 'of new' WHERE id = " + id);
    }

    @Nested
    class Writing {

        @Test
        void a_write_is_in_new_when_it_returns() throws SQLException {
            publish(Phase.DUAL_WRITING, RolloutPolicy.NOBODY);

            Written<Integer> written = gateway.write(scene.row(11), naming(11, "eleven"));

            assertThat(written.result()).isEqualTo(1);
            assertThat(written.target()).isEqualTo(OnTarget.APPLIED);
            assertThat(scene.on(Side.NEW, 11)).isEqualTo("eleven");
            assertThat(written.token().fresh()).hasSize(1);
        }

        @Test
        void a_write_before_the_phase_of_dual_writes_is_left_to_the_relay() throws SQLException {
            publish(Phase.CATCHING_UP, RolloutPolicy.NOBODY);

            assertThat(gateway.write(scene.row(1), naming(1, "x")).target()).isEqualTo(OnTarget.LEFT_TO_RELAY);
            assertThat(scene.on(Side.NEW, 1)).isEqualTo("name 1");
        }

        @Test
        void a_write_that_is_in_new_leaves_nothing_for_the_relay_but_is_remembered() throws Exception {
            publish(Phase.DUAL_WRITING, RolloutPolicy.NOBODY);

            gateway.write(scene.row(1), naming(1, "applied"));

            Awaitility.await()
                    .until(() -> "0"
                            .equals(scene.databases.value(
                                    Side.OLD, "SELECT count(*) FROM theseus.change_log WHERE key = ARRAY['1']")));
            assertThat(scene.databases.rows(Side.OLD, "SELECT key FROM theseus.brought_by_requests"))
                    .hasSize(1);
        }

        @Test
        void a_write_that_old_refuses_fails_with_olds_error_and_leaves_new_alone() throws SQLException {
            publish(Phase.DUAL_WRITING, RolloutPolicy.NOBODY);
            scene.databases.old("ALTER TABLE item ADD CONSTRAINT short CHECK (length(name) < 10)");

            assertThatThrownBy(() -> gateway.write(scene.row(1), naming(1, "much too long")))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("23514"));

            assertThat(scene.on(Side.OLD, 1)).isEqualTo("name 1");
            assertThat(scene.on(Side.NEW, 1)).isEqualTo("name 1");
            assertThat(gateway.counts().writes()).isZero();
        }

        @Test
        void a_constraint_that_is_checked_at_the_commit_fails_the_write_as_well() throws SQLException {
            publish(Phase.DUAL_WRITING, RolloutPolicy.NOBODY);
            scene.databases.old("ALTER TABLE item ADD other int REFERENCES item DEFERRABLE INITIALLY DEFERRED");

            assertThatThrownBy(() -> gateway.write(scene.row(1), c -> {
                        try (var update =
                                c.prepareStatement("UPDATE public.item SET other = 99, name = 'x' WHERE id = 1")) {
                            return update.executeUpdate();
                        }
                    }))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("23503"));

            assertThat(scene.on(Side.OLD, 1)).isEqualTo("name 1");
            assertThat(scene.on(Side.NEW, 1)).isEqualTo("name 1");
        }

        @Test
        void work_that_writes_nothing_has_no_token() throws SQLException {
            publish(Phase.DUAL_WRITING, RolloutPolicy.NOBODY);

            assertThat(gateway.write(scene.row(1), nameOf(1)).token()).isEqualTo(ConsistencyToken.NONE);
        }

        @Test
        void a_session_goes_back_to_its_pool_as_it_came() throws SQLException {
            var old = scene.pool(Side.OLD, 1);
            var target = scene.pool(Side.NEW, 1);
            String state = "SELECT concat_ws(' ', current_setting('search_path'), current_setting('TimeZone'),"
                    + " current_setting('bytea_output'), current_setting('statement_timeout'),"
                    + " coalesce(current_setting('theseus.relay', true), ''))";
            String before = value(old, state) + value(target, state);
            Gateway narrow = scene.node(Gateways.gateway(GatewayScene.patient("narrow"), old, target));
            publish(Phase.DUAL_WRITING, RolloutPolicy.NOBODY);
            scene.seenBy(narrow);

            assertThat(narrow.write(scene.row(1), naming(1, "x")).target()).isEqualTo(OnTarget.APPLIED);

            assertThat(value(old, state) + value(target, state)).isEqualTo(before);
        }

        private String value(javax.sql.DataSource pool, String query) throws SQLException {
            try (var session = pool.getConnection();
                    var statement = session.createStatement();
                    var row = statement.executeQuery(query)) {
                row.next();
                assertThat(session.getAutoCommit()).isTrue();
                return row.getString(1);
            }
        }
    }

    @Nested
    class Reading {

        @Test
        void reads_are_olds_until_the_ramp() throws SQLException {
            makeDifferent(1);
            publish(Phase.SHADOWING, everybody());

            assertThat(read(ANN, 1)).isEqualTo("name 1");
            assertThat(gateway.counts().readsOld()).isEqualTo(1);
        }

        @Test
        void everybody_reads_from_new_at_100_percent() throws SQLException {
            makeDifferent(1);
            publish(Phase.RAMPING, everybody());

            assertThat(read(ANN, 1)).isEqualTo("of new");
            assertThat(read(RequestContext.ANONYMOUS, 1)).isEqualTo("of new");
            assertThat(gateway.counts().readsNew()).isEqualTo(2);
        }

        @Test
        void a_table_that_is_not_migrated_is_read_from_old() throws SQLException {
            publish(Phase.RAMPING, everybody());
            scene.databases.both("CREATE TABLE other (id int)");

            assertThat(gateway.<String>read(
                            ANN,
                            Touched.rows(new dev.theseus.domain.database.TableName("public", "other")),
                            c -> "old",
                            c -> "new"))
                    .isEqualTo("old");
        }

        @Test
        void a_read_that_new_fails_is_answered_by_old() throws SQLException {
            publish(Phase.RAMPING, everybody());
            scene.databases.target("ALTER TABLE item RENAME TO gone");

            assertThat(read(ANN, 1)).isEqualTo("name 1");
            assertThat(gateway.counts().fallbacks()).isEqualTo(1);
        }

        @Test
        void an_error_of_old_is_the_callers_unchanged() {
            publish(Phase.RAMPING, RolloutPolicy.NOBODY);

            assertThatThrownBy(() -> gateway.<String>read(
                            ANN,
                            scene.row(1),
                            c -> {
                                throw new SQLException("mine", "22012");
                            },
                            c -> "new"))
                    .isInstanceOf(SQLException.class)
                    .hasMessage("mine");
        }

        @Test
        void what_the_service_throws_on_both_sides_is_not_news_fault() {
            publish(Phase.RAMPING, everybody());
            for (int i = 0; i < 100; i++) {
                assertThatThrownBy(() -> gateway.<String>readBy(
                                ANN,
                                scene.row(1),
                                () -> {
                                    throw new java.util.NoSuchElementException("no such row on old");
                                },
                                () -> {
                                    throw new java.util.NoSuchElementException("no such row on new");
                                }))
                        .hasMessage("no such row on old");
            }
            assertThat(gateway.status().reads()).isEqualTo(dev.theseus.jdbc.guard.Breaker.State.CLOSED);
        }

        @Test
        void a_flag_narrows_the_rollout() throws SQLException {
            makeDifferent(1);
            Gateway flagged = scene.node(
                    Gateways.gateway(GatewayScene.patient("flagged"), scene.pool(Side.OLD, 2), scene.pool(Side.NEW, 2))
                            .narrowing(c -> c.subject().equals(ANN.subject()) ? Switch.ON : Switch.OFF));
            publish(Phase.RAMPING, everybody());
            scene.seenBy(flagged);

            assertThat(flagged.read(ANN, scene.row(1), nameOf(1), nameOf(1))).isEqualTo("of new");
            assertThat(flagged.read(RequestContext.of("bob"), scene.row(1), nameOf(1), nameOf(1)))
                    .isEqualTo("name 1");
        }
    }

    @Nested
    class ReadingOwnWrites {

        @Test
        void a_row_that_was_applied_at_once_is_read_from_new_and_any_other_from_old() throws SQLException {
            publish(Phase.RAMPING, everybody());
            scene.letNothingPass();
            Written<Integer> written = gateway.write(scene.row(1), naming(1, "one"));
            makeDifferent(1);
            makeDifferent(2);

            RequestContext after = ANN.after(written.token());
            assertThat(read(after, 1)).isEqualTo("of new");
            assertThat(read(after, 2)).isEqualTo("name 2");
            assertThat(gateway.read(after, Touched.rows(scene.item.old()), nameOf(2), nameOf(2)))
                    .isEqualTo("name 2");
        }

        @Test
        void the_open_context_carries_the_token_of_its_writes() throws SQLException {
            publish(Phase.RAMPING, everybody());
            scene.letNothingPass();
            makeDifferent(2);
            try (var scope = RequestContexts.open(ANN)) {
                assertThat(scope).isNotNull();
                gateway.write(scene.row(1), naming(1, "one"));
                assertThat(read(ANN, 2)).isEqualTo("name 2");
            }
            assertThat(read(ANN, 2)).isEqualTo("of new");
        }

        @Test
        void once_the_relay_has_passed_the_write_everything_is_read_from_new() throws SQLException {
            publish(Phase.RAMPING, everybody());
            Written<Integer> written = gateway.write(scene.row(1), naming(1, "one"));
            makeDifferent(2);
            scene.relay();

            RequestContext after =
                    ANN.after(ConsistencyToken.parse(written.token().toString()).orElseThrow());
            Awaitility.await().untilAsserted(() -> assertThat(read(after, 2)).isEqualTo("of new"));
        }

        @Test
        void a_write_that_was_left_to_the_relay_is_read_from_old() throws SQLException {
            RolloutPolicy all = everybody();
            publish(
                    Phase.RAMPING,
                    new RolloutPolicy(
                            100,
                            all.segments(),
                            all.regions(),
                            all.services(),
                            Switch.OFF,
                            Switch.OFF,
                            0,
                            0,
                            Duration.ofHours(1)));
            Written<Integer> written = gateway.write(scene.row(1), naming(1, "one"));

            assertThat(written.target()).isEqualTo(OnTarget.LEFT_TO_RELAY);
            assertThat(read(ANN.after(written.token()), 1)).isEqualTo("one");
            assertThat(read(ANN, 1)).isEqualTo("name 1");
        }

        @Test
        void work_that_commits_by_itself_has_a_token_too() throws Exception {
            publish(Phase.RAMPING, everybody());
            scene.letNothingPass();
            Written<Integer> written = gateway.writeBy(r -> List.of(scene.row(1)), () -> {
                scene.databases.old("UPDATE item SET name = 'one' WHERE id = 1");
                return 1;
            });

            assertThat(written.target()).isEqualTo(OnTarget.APPLIED);
            makeDifferent(2);
            assertThat(read(ANN.after(written.token()), 2)).isEqualTo("name 2");
            assertThat(read(ANN.after(written.token()), 1)).isEqualTo("one");
        }
    }

    @Test
    void a_closed_gateway_leaves_new_alone_and_serves_on() throws SQLException {
        makeDifferent(1);
        publish(Phase.RAMPING, everybody());
        Awaitility.await().until(() -> scene.reports.nodes().size() == 1);
        gateway.close();

        assertThat(read(ANN, 1)).isEqualTo("name 1");
        assertThat(gateway.write(scene.row(2), naming(2, "two")).target()).isEqualTo(OnTarget.LEFT_TO_RELAY);
        assertThat(scene.reports.nodes()).isEmpty();
    }
}
