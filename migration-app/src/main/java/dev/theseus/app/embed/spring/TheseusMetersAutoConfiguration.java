package dev.theseus.app.embed.spring;

import dev.theseus.app.embed.meters.GatewayGauges;
import dev.theseus.app.embed.meters.MicrometerMeters;
import dev.theseus.jdbc.gateway.Gateway;
import dev.theseus.jdbc.gateway.GatewayMeters;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/** Meters of the gateway in the service's registry, if it has one. */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration"
        })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
@ConditionalOnProperty(name = "theseus.enabled", matchIfMissing = true)
public class TheseusMetersAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(GatewayMeters.class)
    MicrometerMeters gatewayMeters(MeterRegistry registry) {
        return new MicrometerMeters(registry);
    }

    @Bean
    SmartInitializingSingleton gatewayGauges(MeterRegistry registry, ObjectProvider<Gateway> gateway) {
        return () -> gateway.ifAvailable(known -> GatewayGauges.bind(registry, known));
    }
}
