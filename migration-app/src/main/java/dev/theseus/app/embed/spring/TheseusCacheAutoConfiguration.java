package dev.theseus.app.embed.spring;

import dev.theseus.app.embed.CacheWatch;
import dev.theseus.domain.cache.CacheInvalidator;
import dev.theseus.jdbc.gateway.Gateway;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.cache.CacheManager;
import org.springframework.context.annotation.Bean;

/**
 * Has the service's caches emptied when authority has moved or the migration went back. A bean of
 * {@link CacheInvalidator} says how; without one, all caches of all cache managers are.
 */
@AutoConfiguration(
        after = TheseusGatewayAutoConfiguration.class,
        afterName = "org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration")
@ConditionalOnBean(Gateway.class)
public class TheseusCacheAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    CacheInvalidator theseusCaches(ObjectProvider<CacheManager> managers) {
        List<CacheManager> all = managers.stream().toList();
        return all.isEmpty() ? CacheInvalidator.NONE : new SpringCaches(all);
    }

    @Bean
    CacheWatch theseusCacheWatch(Gateway gateway, CacheInvalidator caches, TheseusProperties properties) {
        return CacheWatch.start(
                () -> gateway.snapshot().rollout(), caches, properties.gateway().look());
    }
}
