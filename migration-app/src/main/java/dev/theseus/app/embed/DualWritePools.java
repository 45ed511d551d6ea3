package dev.theseus.app.embed;

import com.zaxxer.hikari.HikariDataSource;
import dev.theseus.domain.database.Side;
import dev.theseus.jdbc.gateway.GatewaySettings;
import dev.theseus.jdbc.gateway.Gateways;
import java.util.Optional;

/**
 * The pools of one node that only its dual writes use, or none where a pooler is in between: then they borrow from the
 * service's.
 */
public final class DualWritePools implements AutoCloseable {

    private final Optional<Pair> pools;

    private record Pair(HikariDataSource old, HikariDataSource target) {}

    private DualWritePools(Optional<Pair> pools) {
        this.pools = pools;
    }

    public static DualWritePools none() {
        return new DualWritePools(Optional.empty());
    }

    /** Beside pools like these, which need not be open. */
    public static DualWritePools beside(ServicePool old, ServicePool target, GatewaySettings settings) {
        if (!old.keepsSessions() || !target.keepsSessions()) {
            return none();
        }
        return new DualWritePools(Optional.of(
                new Pair(old.openForDualWrites(Side.OLD, settings), target.openForDualWrites(Side.NEW, settings))));
    }

    /** How many sessions they open on each side. */
    public int sessions() {
        return pools.map(pair -> pair.old().getMaximumPoolSize()).orElse(0);
    }

    Gateways.Builder into(Gateways.Builder parts) {
        return pools.map(pair -> parts.dualWritesOver(pair.old(), pair.target()))
                .orElse(parts);
    }

    /** After the gateway. */
    @Override
    public void close() {
        pools.ifPresent(pair -> {
            pair.target().close();
            pair.old().close();
        });
    }
}
