package dev.theseus.jdbc.gateway;

import dev.theseus.domain.relay.Applier;
import dev.theseus.domain.routing.NodeReports;
import dev.theseus.domain.routing.RoutingBoard;
import dev.theseus.jdbc.guard.GuardedSource;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/** Makes gateways. */
public final class Gateways {

    private Gateways() {}

    /**
     * The data source of new that a service's own data access (JPA, JdbcTemplate …) has to use, so that its reads can
     * be ended at their time limit. How long a read waits for a session is the pool's own time-out: set it to about the
     * read limit.
     */
    public static DataSource guarded(DataSource target) {
        return GuardedSource.of(target);
    }

    /**
     * A gateway over the service's own pools, which stay the service's to close. On old, its role needs to use the
     * schema {@code theseus} and to read and write the tables there; on new, to write the migrated tables too.
     *
     * @param old the pool of the old database
     * @param target the pool of the new one, guarded or not
     */
    public static Builder gateway(GatewaySettings settings, DataSource old, DataSource target) {
        return new Builder(settings, old, GuardedSource.of(target));
    }

    /** Collects what a gateway is made of; used by one thread. */
    public static final class Builder {

        private final GatewaySettings settings;
        private final Sides<DataSource> pools;
        private SideTransactions transactions = SideTransactions.COMMITTED_BY_WORK;
        private ReadComparison comparison = ReadComparison.BY_VALUE;
        private Narrowing narrowing = Narrowing.NONE;
        private GatewayMeters meters = GatewayMeters.NONE;
        private UnaryOperator<Applier> applier = UnaryOperator.identity();
        private Optional<Sides<DataSource>> ofDualWrites = Optional.empty();

        private Builder(GatewaySettings settings, DataSource old, DataSource target) {
            this.settings = settings;
            this.pools = new Sides<>(old, target);
        }

        /** The service's own transactions on either database; without them each call's work commits by itself. */
        public Builder transactions(SideTransactions changed) {
            this.transactions = changed;
            return this;
        }

        /** How the answers of shadow reads are compared; by value if not given. */
        public Builder comparison(ReadComparison changed) {
            this.comparison = changed;
            return this;
        }

        public Builder narrowing(Narrowing changed) {
            this.narrowing = changed;
            return this;
        }

        public Builder meters(GatewayMeters changed) {
            this.meters = changed;
            return this;
        }

        /**
         * Pools for dual writes alone, which makes them faster: their sessions keep the settings that else are made for
         * each transaction, and are never short because the service holds them. They stay the caller's to close, lead
         * straight to the servers (not through a pooler that gives a session for a transaction), and need no more
         * sessions than there are dual writes at once. Without them, dual writes borrow from the service's pools.
         */
        public Builder dualWritesOver(DataSource old, DataSource target) {
            this.ofDualWrites = Optional.of(new Sides<>(old, target));
            return this;
        }

        /** Where tests take hold of applies. */
        Builder applier(UnaryOperator<Applier> changed) {
            this.applier = changed;
            return this;
        }

        /** Over the boards that the control plane keeps in both databases. */
        public Gateway build() {
            return started(assembly().parts());
        }

        /** Over boards of any kind. */
        public Gateway build(RoutingBoard ofOld, RoutingBoard ofTarget, NodeReports reports) {
            Assembly assembly = assembly();
            return started(assembly.parts(assembly.lookout(new Sides<>(ofOld, ofTarget)), reports));
        }

        private Assembly assembly() {
            return new Assembly(
                    settings,
                    pools,
                    new Assembly.Plugs(transactions, comparison, narrowing, meters, applier, ofDualWrites));
        }

        private Gateway started(GatewayParts parts) {
            parts.start(settings);
            return new NodeGateway(settings, pools, parts);
        }
    }
}
