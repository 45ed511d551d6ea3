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

    private final Optional<HikariDataSource> old;
    private final Optional<HikariDataSource> target;

    private DualWritePools(Optional<HikariDataSource> old, Optional<HikariDataSource> target) {
        this.old = old;
        this.target = target;
    }

    public static DualWritePools none() {
        return new DualWritePools(Optional.empty(), Optional.empty());
    }

    /** Beside pools like these; they connect when the first dual write comes. */
    public static DualWritePools beside(ServicePool old, ServicePool target, GatewaySettings settings) {
        if (!old.keepsSessions() || !target.keepsSessions()) {
            return none();
        }
        return new DualWritePools(
                Optional.of(old.openForDualWrites(Side.OLD, settings)),
                Optional.of(target.openForDualWrites(Side.NEW, settings)));
    }

    /** How many sessions they open on each side. */
    public int sessions() {
        return old.map(HikariDataSource::getMaximumPoolSize).orElse(0);
    }

    Gateways.Builder into(Gateways.Builder parts) {
        return old.isPresent() && target.isPresent() ? parts.dualWritesOver(old.get(), target.get()) : parts;
    }

    /** After the gateway. */
    @Override
    public void close() {
        target.ifPresent(HikariDataSource::close);
        old.ifPresent(HikariDataSource::close);
    }
}
