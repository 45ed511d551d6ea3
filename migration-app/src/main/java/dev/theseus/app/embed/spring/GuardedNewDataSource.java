package dev.theseus.app.embed.spring;

import dev.theseus.jdbc.gateway.Gateways;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Whoever made it, everybody gets new's data source in the form whose sessions can be ended at a read's time limit. */
final class GuardedNewDataSource implements BeanPostProcessor {

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof DataSource pool && name.equals(TheseusDataSourcesAutoConfiguration.NEW)
                ? Gateways.guarded(pool)
                : bean;
    }
}
