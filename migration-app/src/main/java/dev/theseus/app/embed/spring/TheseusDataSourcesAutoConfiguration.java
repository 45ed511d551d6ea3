package dev.theseus.app.embed.spring;

import com.zaxxer.hikari.HikariDataSource;
import dev.theseus.domain.database.Side;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/**
 * The two databases, unless the service has beans of these names. Old is the service's ordinary data source: what asks
 * for one without a name, such as Boot's own configuration of Jakarta Persistence, gets that.
 */
@AutoConfiguration(
        beforeName = {
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
            "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration"
        })
@ConditionalOnProperty(name = "theseus.enabled", matchIfMissing = true)
@EnableConfigurationProperties(TheseusProperties.class)
public class TheseusDataSourcesAutoConfiguration {

    public static final String OLD = "oldDataSource";
    public static final String NEW = "newDataSource";

    @Bean(OLD)
    @Primary
    @ConditionalOnMissingBean(name = OLD)
    HikariDataSource oldDataSource(TheseusProperties properties) {
        return pool(Side.OLD, "old", properties.old(), properties);
    }

    @Bean(name = NEW, defaultCandidate = false)
    @ConditionalOnMissingBean(name = NEW)
    DataSource newDataSource(TheseusProperties properties) {
        return pool(Side.NEW, "new", properties.target(), properties);
    }

    private static HikariDataSource pool(
            Side side, String name, TheseusProperties.Database database, TheseusProperties properties) {
        return database.pool()
                .orElseThrow(() -> new IllegalStateException(
                        ("Theseus knows no %s database: set theseus.%s.url, or define a bean named"
                                        + " %sDataSource, or turn it off by theseus.enabled=false")
                                .formatted(name, name, name)))
                .open(side, properties.gateway().readLimit());
    }
}
