package dev.theseus.app.embed;

import com.zaxxer.hikari.HikariDataSource;
import dev.theseus.domain.database.Side;
import dev.theseus.jdbc.board.PgBoards;
import dev.theseus.jdbc.gateway.Gateway;
import dev.theseus.jdbc.gateway.GatewaySettings;
import dev.theseus.jdbc.gateway.Gateways;
import dev.theseus.jdbc.postgres.PgDatabase;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/** Opens a gateway on the routing board of the old database. */
public final class OpenGateway {

    /** Of a statement on the board; nobody waits for it. */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private OpenGateway() {}

    /**
     * @param parts the gateway over these settings and pools, with whatever is plugged in
     * @throws IllegalArgumentException if pools and settings don't fit
     */
    public static Gateway on(GatewaySettings settings, DataSource old, Gateways.Builder parts) {
        requireRoomForWrites(settings, old);
        PgDatabase board = PgDatabase.over(Side.OLD, old, LIMIT);
        return parts.build(PgBoards.board(board), PgBoards.reports(board));
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
