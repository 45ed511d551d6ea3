package dev.theseus.messaging;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

/**
 * Pools as the control plane wants them. Apart from the server, so that another process can have one without the other.
 */
public final class TestPools {

    private TestPools() {}

    public static HikariDataSource open(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setAutoCommit(false);
        config.setMaximumPoolSize(8);
        return new HikariDataSource(config);
    }
}
