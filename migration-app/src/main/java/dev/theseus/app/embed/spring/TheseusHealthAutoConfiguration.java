package dev.theseus.app.embed.spring;

import dev.theseus.jdbc.gateway.Gateway;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** The gateway's part of the service's health. */
@AutoConfiguration(after = TheseusGatewayAutoConfiguration.class)
@ConditionalOnClass(HealthIndicator.class)
@ConditionalOnBean(Gateway.class)
public class TheseusHealthAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(name = "theseusHealthIndicator")
    HealthIndicator theseusHealthIndicator(Gateway gateway) {
        return new GatewayHealth(gateway);
    }
}
