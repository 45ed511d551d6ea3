package dev.theseus.jdbc.shop;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;

/**
 * The pools of one node, as any service has them.
 *
 * @param old pool of the old database
 * @param target pool of the new one, which may be away
 */
record ShopPools(HikariDataSource old, HikariDataSource target) implements AutoCloseable {

    /** Beside the clients': for dual writes, checks, and looks at the board. */
    private static final int BESIDE = 8;

    /** @param clients that work at the same time */
    static ShopPools open(String oldUrl, String newUrl, int clients) {
        return new ShopPools(
                pool(oldUrl, clients + BESIDE, Duration.ofSeconds(10)),
                pool(newUrl, clients + BESIDE, Duration.ofMillis(250)));
    }

    private static HikariDataSource pool(String url, int sessions, Duration patience) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(sessions);
        config.setConnectionTimeout(patience.toMillis());
        config.setInitializationFailTimeout(-1);
        config.addDataSourceProperty("connectTimeout", "5");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        return new HikariDataSource(config);
    }

    @Override
    public void close() {
        target.close();
        old.close();
    }
}
