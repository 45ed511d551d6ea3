package dev.theseus.app.embed.spring;

import dev.theseus.app.embed.trace.ObservedGateway;
import dev.theseus.jdbc.gateway.Gateway;
import io.micrometer.observation.ObservationRegistry;
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
                ObservationRegistry known = bean instanceof Gateway ? registry.getIfAvailable() : null;
                return bean instanceof Gateway gateway && known != null ? new ObservedGateway(gateway, known) : bean;
            }
        };
    }
}
