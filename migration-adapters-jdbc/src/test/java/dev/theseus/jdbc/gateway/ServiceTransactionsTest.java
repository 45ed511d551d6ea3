package dev.theseus.jdbc.gateway;

import static dev.theseus.jdbc.gateway.GatewayScene.everybody;
import static dev.theseus.jdbc.gateway.GatewayScene.nameOf;
import static dev.theseus.jdbc.gateway.GatewayScene.naming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.relay.Applier;
import dev.theseus.domain.relay.ApplyOutcome;
import dev.theseus.domain.routing.ConsistencyToken;
import dev.theseus.domain.routing.RequestContext;
import dev.theseus.jdbc.gateway.Written.OnTarget;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServiceTransactionsTest {

    private static final RequestContext ANN = RequestContext.of("ann");

    private GatewayScene scene;
    private OneTransaction transactions;
    private Gateway gateway;
    private final List<Set<RowKey>> applied = new ArrayList<>();

    /** Remembers what it was given. */
    private record Heeding(Applier applier, List<Set<RowKey>> applied) implements Applier {
        @Override
        public ApplyOutcome apply(TablePlan table, Set<RowKey> keys, Patience patience) {
            applied.add(Set.copyOf(keys));
            return applier.apply(table, keys, patience);
        }

        @Override
        public ApplyOutcome removeVanished(TablePlan table, Patience patience) {
            return applier.removeVanished(table, patience);
        }
    }

    @BeforeEach
    void open() throws SQLException {
        scene = GatewayScene.create();
        scene.rows(3);
        scene.publish(Phase.RAMPING, everybody());
        transactions = OneTransaction.on(scene.pool(Side.OLD, 1));
        gateway = scene.node(
                Gateways.gateway(GatewayScene.patient("one"), scene.pool(Side.OLD, 5), scene.pool(Side.NEW, 5))
                        .transactions(new SideTransactions(transactions, ServiceTransactions.COMMITTED_BY_WORK))
                        .applier(a -> new Heeding(a, applied)));
        scene.seenBy(gateway);
    }

    @AfterEach
    void close() throws Exception {
        scene.close();
    }

    private Written<Integer> name(int id, String name) throws Exception {
        return gateway.writeBy(r -> List.of(scene.row(id)), () -> transactions.run(naming(id, name)));
    }

    @Test
    void a_write_outside_of_a_transaction_has_one_of_its_own() throws Exception {
        Written<Integer> written = name(1, "one");

        assertThat(written.target()).isEqualTo(OnTarget.APPLIED);
        assertThat(written.token().fresh()).hasSize(1);
        assertThat(scene.on(Side.NEW, 1)).isEqualTo("one");
    }

    @Test
    void the_writes_of_a_transaction_are_brought_over_together_once_it_has_committed() throws Exception {
        try (var scope = RequestContexts.open(ANN)) {
            assertThat(scope).isNotNull();
            transactions.begin();
            assertThat(name(1, "one")).isEqualTo(new Written<>(1, ConsistencyToken.NONE, OnTarget.PENDING));
            assertThat(name(2, "two").target()).isEqualTo(OnTarget.PENDING);
            assertThat(applied).isEmpty();
            transactions.commit();

            assertThat(applied).containsExactly(Set.of(RowKey.of("1"), RowKey.of("2")));
            assertThat(RequestContexts.current().token().fresh()).hasSize(2);
        }
        assertThat(scene.on(Side.NEW, 1)).isEqualTo("one");
        assertThat(scene.on(Side.NEW, 2)).isEqualTo("two");
    }

    @Test
    void a_transaction_that_is_rolled_back_leaves_nothing_behind() throws Exception {
        transactions.begin();
        name(1, "one");
        transactions.rollback();
        assertThat(applied).isEmpty();

        name(2, "two");

        assertThat(applied).containsExactly(Set.of(RowKey.of("2")));
        assertThat(scene.on(Side.OLD, 1)).isEqualTo("name 1");
        assertThat(scene.on(Side.NEW, 1)).isEqualTo("name 1");
        assertThat(gateway.counts().writes()).isEqualTo(1);
    }

    /** What was enlisted before the commit is not the next transaction's. */
    @Test
    void a_transaction_whose_commit_fails_leaves_nothing_behind_either() throws Exception {
        scene.databases.old("ALTER TABLE item ADD other int REFERENCES item DEFERRABLE INITIALLY DEFERRED");
        transactions.begin();
        name(1, "one");
        transactions.run(c -> c.createStatement().execute("UPDATE public.item SET other = 99 WHERE id = 1"));
        assertThatThrownBy(transactions::commit).isInstanceOf(SQLException.class);

        name(2, "two");

        assertThat(applied).containsExactly(Set.of(RowKey.of("2")));
        assertThat(scene.on(Side.NEW, 1)).isEqualTo("name 1");
    }

    @Test
    void the_error_of_the_work_is_the_callers_unchanged() {
        IllegalStateException mine = new IllegalStateException("mine");

        assertThatThrownBy(() -> gateway.writeBy(r -> List.of(scene.row(1)), () -> {
                    transactions.run(naming(1, "one"));
                    throw mine;
                }))
                .isSameAs(mine);
        assertThat(applied).isEmpty();
    }

    @Test
    void a_read_within_a_transaction_sees_what_it_has_written() throws Exception {
        transactions.begin();
        name(1, "one");

        assertThat(gateway.readBy(ANN, scene.row(1), () -> transactions.run(nameOf(1)), () -> "of new"))
                .isEqualTo("one");
        transactions.rollback();
        assertThat(gateway.readBy(ANN, scene.row(1), () -> "of old", () -> "of new"))
                .isEqualTo("of new");
    }
}
