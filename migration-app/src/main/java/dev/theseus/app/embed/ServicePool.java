package dev.theseus.app.embed;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.theseus.domain.database.Side;
import dev.theseus.jdbc.gateway.GatewaySettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a service's pool to one of the databases is made.
 *
 * @param url JDBC URL
 * @param sessions the most that it opens
 * @param way to the server
 */
public record ServicePool(
        String url, @Nullable String username, @Nullable String password, int sessions, Way way) {

    /** The least that HikariCP takes. */
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(250);

    private static final int SESSIONS = 10;

    /** What is between the service and the server. */
    public enum Way {
        DIRECT,
        /** PgBouncer that gives a session for a transaction: nothing may be left in it. */
        PGBOUNCER
    }

    public static ServicePool of(String url) {
        return new ServicePool(url, null, null, SESSIONS, Way.DIRECT);
    }

    public ServicePool login(@Nullable String user, @Nullable String secret) {
        return new ServicePool(url, user, secret, sessions, way);
    }

    public ServicePool sessions(int most) {
        return new ServicePool(url, username, password, most, way);
    }

    public ServicePool behindPgBouncer() {
        return new ServicePool(url, username, password, sessions, Way.PGBOUNCER);
    }

    /**
     * Opens it; connects to nothing yet, and a server that is away does not keep the service from starting.
     *
     * @param readLimit of the gateway: nobody waits longer for a session of new, since old answers instead
     */
    public HikariDataSource open(Side side, Duration readLimit) {
        return new HikariDataSource(config(side, readLimit));
    }

    private HikariConfig config(Side side, Duration limit) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("service-" + side);
        config.setJdbcUrl(url);
        config.setUsername(username);
        config.setPassword(password);
        config.setMaximumPoolSize(sessions);
        config.setInitializationFailTimeout(-1);
        if (side == Side.NEW) {
            Duration wait = limit.compareTo(SHORTEST_WAIT) > 0 ? limit : SHORTEST_WAIT;
            config.setConnectionTimeout(wait.toMillis());
            config.setValidationTimeout(wait.toMillis());
            config.addDataSourceProperty("connectTimeout", "2");
        }
        if (way == Way.PGBOUNCER) {
            config.addDataSourceProperty("prepareThreshold", "0");
        }
        config.addDataSourceProperty("tcpKeepAlive", "true");
        return config;
    }

    /** Whether a session stays with who has borrowed it, and keeps what is set in it. */
    boolean keepsSessions() {
        return way == Way.DIRECT;
    }

    /** A pool to the same database for the dual writes of one node; where there are none, it keeps one session. */
    HikariDataSource openForDualWrites(Side side, GatewaySettings settings) {
        HikariConfig config = sessions(settings.writesAtOnce()).config(side, settings.writeLimit());
        config.setMinimumIdle(1);
        return new HikariDataSource(config);
    }

    /** Without its password. */
    @Override
    public String toString() {
        return "pool of " + sessions + " sessions, " + way;
    }
}
