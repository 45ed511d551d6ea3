package dev.theseus.app.embed;

import com.zaxxer.hikari.HikariDataSource;
import dev.theseus.domain.cache.CacheInvalidator;
import dev.theseus.domain.database.Side;
import dev.theseus.jdbc.gateway.Gateway;
import dev.theseus.jdbc.gateway.GatewayMeters;
import dev.theseus.jdbc.gateway.GatewaySettings;
import dev.theseus.jdbc.gateway.Gateways;
import dev.theseus.jdbc.gateway.Narrowing;
import dev.theseus.jdbc.gateway.ReadComparison;
import dev.theseus.jdbc.gateway.SideTransactions;
import javax.sql.DataSource;

/**
 * The gateway of a service without a framework, with the pools and the transactions that belong to it. The service's
 * data access gets its sessions here, and nowhere else: they take part in its transactions, and those of new are ended
 * at the time limit of a read. Safe for several threads; one for a process.
 */
public final class EmbeddedGateway implements AutoCloseable {

    private final HikariDataSource old;
    private final HikariDataSource target;
    private final DualWritePools dualWrites;
    private final PlainTransactions onOld;
    private final PlainTransactions onTarget;
    private final Gateway gateway;
    private final CacheWatch caches;

    private EmbeddedGateway(Builder builder) {
        GatewaySettings settings = builder.settings;
        this.old = builder.old.open(Side.OLD, settings.readLimit());
        this.target = builder.target.open(Side.NEW, settings.readLimit());
        this.dualWrites = DualWritePools.beside(builder.old, builder.target, settings);
        DataSource guarded = Gateways.guarded(target);
        this.onOld = new PlainTransactions(old);
        this.onTarget = new PlainTransactions(guarded);
        PoolSizing sizing = new PoolSizing(builder.nodes);
        sizing.check(Side.OLD, old, builder.old.sessions() + dualWrites.sessions());
        sizing.check(Side.NEW, target, builder.target.sessions() + dualWrites.sessions());
        this.gateway = OpenGateway.on(
                settings,
                old,
                dualWrites,
                Gateways.gateway(settings, old, guarded)
                        .transactions(new SideTransactions(onOld, onTarget))
                        .narrowing(builder.narrowing)
                        .comparison(builder.comparison)
                        .meters(builder.meters));
        this.caches = CacheWatch.start(() -> gateway.snapshot().rollout(), builder.caches, settings.look());
    }

    /**
     * @param settings of this node
     * @param old the old database
     * @param target the new one
     */
    public static Builder of(GatewaySettings settings, ServicePool old, ServicePool target) {
        return new Builder(settings, old, target);
    }

    public Gateway gateway() {
        return gateway;
    }

    /**
     * Transactions on one of the databases that span several calls. They end in an error if authority moves meanwhile;
     * work that is given to {@link Gateway#writeBy} as a whole is repeated.
     */
    public PlainTransactions transactions(Side side) {
        return side == Side.OLD ? onOld : onTarget;
    }

    /** Sessions of old. */
    public DataSource old() {
        return onOld.sessions();
    }

    /** Sessions of new. */
    public DataSource target() {
        return onTarget.sessions();
    }

    /** Lets calls in hand end, then closes gateway and pools. */
    @Override
    public void close() {
        caches.close();
        gateway.close();
        dualWrites.close();
        target.close();
        old.close();
    }

    /** Says what may be left out. */
    public static final class Builder {
        private final GatewaySettings settings;
        private final ServicePool old;
        private final ServicePool target;
        private Narrowing narrowing = Narrowing.NONE;
        private ReadComparison comparison = ReadComparison.BY_VALUE;
        private GatewayMeters meters = GatewayMeters.NONE;
        private CacheInvalidator caches = CacheInvalidator.NONE;
        private int nodes = 2;

        private Builder(GatewaySettings settings, ServicePool old, ServicePool target) {
            this.settings = settings;
            this.old = old;
            this.target = target;
        }

        public Builder narrowing(Narrowing changed) {
            this.narrowing = changed;
            return this;
        }

        public Builder comparison(ReadComparison changed) {
            this.comparison = changed;
            return this;
        }

        /** Who is told of what happens; for Micrometer see {@code dev.theseus.app.embed.meters}. */
        public Builder meters(GatewayMeters changed) {
            this.meters = changed;
            return this;
        }

        /** What empties the caches of this node when authority has moved or the migration went back. */
        public Builder caches(CacheInvalidator changed) {
            this.caches = changed;
            return this;
        }

        /** How many nodes are expected, to warn when their pools exhaust a server; 2 unless said. */
        public Builder nodes(int expected) {
            this.nodes = expected;
            return this;
        }

        /** Opens it. Servers that are away do not keep it from opening. */
        public EmbeddedGateway open() {
            return new EmbeddedGateway(this);
        }
    }
}
