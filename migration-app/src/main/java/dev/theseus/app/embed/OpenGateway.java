package dev.theseus.app.embed;

import com.zaxxer.hikari.HikariDataSource;
import dev.theseus.jdbc.gateway.Gateway;
import dev.theseus.jdbc.gateway.GatewaySettings;
import dev.theseus.jdbc.gateway.Gateways;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Opens a gateway over pools that it fits. */
public final class OpenGateway {

    private OpenGateway() {}

    /**
     * @param dualWrites the pools of its dual writes
     * @param parts the gateway over these settings and pools, with whatever is plugged in
     * @throws IllegalArgumentException if pools and settings don't fit
     */
    public static Gateway on(
            GatewaySettings settings, DataSource old, DualWritePools dualWrites, Gateways.Builder parts) {
        if (dualWrites.sessions() == 0) {
            requireRoomForWrites(settings, old);
        }
        return dualWrites.into(parts).build();
    }

    /** Whoever brings a write over may have to wait for a session that only another such writer gives back. */
    private static void requireRoomForWrites(GatewaySettings settings, DataSource old) {
        int sessions = sessions(old);
        if (settings.writesAtOnce() >= sessions) {
            throw new IllegalArgumentException(
                    ("The pool of old has %d sessions, and %d writes may be brought over at once,"
                                    + " each with one beside its caller's: make the pool larger, or those fewer")
                            .formatted(sessions, settings.writesAtOnce()));
        }
    }

    /** The most sessions that a pool opens, as far as it can be known. */
    public static int sessions(DataSource pool) {
        try {
            return pool.isWrapperFor(HikariDataSource.class)
                    ? pool.unwrap(HikariDataSource.class).getMaximumPoolSize()
                    : Integer.MAX_VALUE;
        } catch (SQLException unknown) {
            return Integer.MAX_VALUE;
        }
    }
}
