package dev.theseus.app.embed.spring;

import dev.theseus.app.embed.trace.ObservedGateway;
import dev.theseus.app.embed.trace.ObservedMeters;
import dev.theseus.jdbc.gateway.Gateway;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/** Observations of the gateway in the service's registry, where they are wanted: its tracing makes spans of them. */
@AutoConfiguration
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnProperty(name = "theseus.tracing", havingValue = "true")
public class TheseusTracingAutoConfiguration {

    @Bean
    static BeanPostProcessor observedGateway(ObjectProvider<ObservationRegistry> registry) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return switch (bean) {
                    case Gateway gateway -> observed(gateway, registry.getIfAvailable());
                    case TheseusGatewayAutoConfiguration.Plugs plugs -> observed(plugs, registry.getIfAvailable());
                    default -> bean;
                };
            }
        };
    }

    private static Gateway observed(Gateway gateway, @Nullable ObservationRegistry registry) {
        return registry == null ? gateway : new ObservedGateway(gateway, registry);
    }

    private static TheseusGatewayAutoConfiguration.Plugs observed(
            TheseusGatewayAutoConfiguration.Plugs plugs, @Nullable ObservationRegistry registry) {
        return registry == null
                ? plugs
                : new TheseusGatewayAutoConfiguration.Plugs(
                        plugs.narrowing(), plugs.comparison(), new ObservedMeters(plugs.meters(), registry));
    }
}
