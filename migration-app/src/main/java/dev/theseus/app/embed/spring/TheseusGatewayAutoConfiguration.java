package dev.theseus.app.embed.spring;

import dev.theseus.app.embed.DualWritePools;
import dev.theseus.app.embed.NodeName;
import dev.theseus.app.embed.OpenGateway;
import dev.theseus.app.embed.PoolSizing;
import dev.theseus.domain.database.Side;
import dev.theseus.jdbc.gateway.Gateway;
import dev.theseus.jdbc.gateway.GatewayMeters;
import dev.theseus.jdbc.gateway.GatewaySettings;
import dev.theseus.jdbc.gateway.Gateways;
import dev.theseus.jdbc.gateway.Narrowing;
import dev.theseus.jdbc.gateway.ReadComparison;
import dev.theseus.jdbc.gateway.ServiceTransactions;
import dev.theseus.jdbc.gateway.SideTransactions;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * The gateway, over the service's two data sources and its transactions on either. Beans of {@link Narrowing},
 * {@link ReadComparison} and {@link GatewayMeters} are plugged in. It is closed before the pools are, when the web
 * server has let its requests end.
 */
@AutoConfiguration(
        after = {TheseusDataSourcesAutoConfiguration.class, TheseusFlagAutoConfiguration.class},
        afterName = {
            "dev.theseus.app.embed.spring.TheseusMetersAutoConfiguration",
            "org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration",
            "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration"
        })
@ConditionalOnProperty(name = "theseus.enabled", matchIfMissing = true)
public class TheseusGatewayAutoConfiguration {

    private static final String OLD_TRANSACTIONS = "oldTransactionManager";
    private static final String NEW_TRANSACTIONS = "newTransactionManager";

    @Bean
    static GuardedNewDataSource guardedNewDataSource() {
        return new GuardedNewDataSource();
    }

    @Bean
    @ConditionalOnMissingBean
    GatewaySettings gatewaySettings(TheseusProperties properties, Environment environment) {
        String service = properties.service() != null
                ? properties.service()
                : environment.getProperty("spring.application.name", "service");
        return properties.settings(properties.node() != null ? properties.node() : NodeName.ofProcess(), service);
    }

    /**
     * The transaction manager of old is the one of that name, or the only or primary one, or else one of its own; that
     * of new is the one of that name, or one of its own.
     */
    @Bean
    @ConditionalOnMissingBean
    SideTransactions serviceTransactions(
            BeanFactory beans,
            ObjectProvider<PlatformTransactionManager> any,
            @Qualifier(TheseusDataSourcesAutoConfiguration.OLD) DataSource old,
            @Qualifier(TheseusDataSourcesAutoConfiguration.NEW) DataSource target) {
        PlatformTransactionManager manager = named(OLD_TRANSACTIONS, beans);
        if (manager == null) {
            manager = any.getIfUnique();
        }
        return new SideTransactions(transactions(manager, old), transactions(named(NEW_TRANSACTIONS, beans), target));
    }

    /** By its name only: one that follows authority needs the gateway, and so this. */
    private static @Nullable PlatformTransactionManager named(String name, BeanFactory beans) {
        return beans.containsBean(name) ? beans.getBean(name, PlatformTransactionManager.class) : null;
    }

    private static ServiceTransactions transactions(@Nullable PlatformTransactionManager manager, DataSource database) {
        return new SpringTransactions(manager == null ? new DataSourceTransactionManager(database) : manager, database);
    }

    /** Where the service defines the data sources itself, dual writes borrow from them, unless it defines this too. */
    @Bean
    @ConditionalOnMissingBean
    DualWritePools dualWritePools(GatewaySettings settings, TheseusProperties properties) {
        return properties
                .old()
                .pool()
                .flatMap(old -> properties.target().pool().map(target -> DualWritePools.beside(old, target, settings)))
                .orElseGet(DualWritePools::none);
    }

    @Bean(name = "theseusGateway", destroyMethod = "close")
    @ConditionalOnMissingBean
    Gateway gateway(
            GatewaySettings settings,
            @Qualifier(TheseusDataSourcesAutoConfiguration.OLD) DataSource old,
            @Qualifier(TheseusDataSourcesAutoConfiguration.NEW) DataSource target,
            DualWritePools dualWrites,
            SideTransactions transactions,
            Plugs plugs) {
        return OpenGateway.on(
                settings,
                old,
                dualWrites,
                Gateways.gateway(settings, old, target)
                        .transactions(transactions)
                        .narrowing(plugs.narrowing())
                        .comparison(plugs.comparison())
                        .meters(plugs.meters()));
    }

    /** What a service may bring; package-private, since it is no bean of the service's. */
    record Plugs(Narrowing narrowing, ReadComparison comparison, GatewayMeters meters) {}

    @Bean
    Plugs theseusPlugs(
            ObjectProvider<Narrowing> narrowing,
            ObjectProvider<ReadComparison> comparison,
            ObjectProvider<GatewayMeters> meters) {
        return new Plugs(
                narrowing.getIfAvailable(() -> Narrowing.NONE),
                comparison.getIfAvailable(() -> ReadComparison.BY_VALUE),
                meters.getIfAvailable(() -> GatewayMeters.NONE));
    }

    @Bean
    PoolSizing theseusPoolSizing(
            TheseusProperties properties,
            DualWritePools dualWrites,
            @Qualifier(TheseusDataSourcesAutoConfiguration.OLD) DataSource old,
            @Qualifier(TheseusDataSourcesAutoConfiguration.NEW) DataSource target) {
        PoolSizing sizing = new PoolSizing(properties.nodes());
        sizing.check(Side.OLD, old, OpenGateway.sessions(old) + dualWrites.sessions());
        sizing.check(Side.NEW, target, OpenGateway.sessions(target) + dualWrites.sessions());
        return sizing;
    }
}
