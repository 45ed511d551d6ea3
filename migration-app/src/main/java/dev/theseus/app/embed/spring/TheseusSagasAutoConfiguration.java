package dev.theseus.app.embed.spring;

import dev.theseus.app.embed.saga.EmbeddedSagas;
import dev.theseus.app.embed.saga.LoggedAlerts;
import dev.theseus.domain.saga.SagaAlerts;
import dev.theseus.domain.saga.Workflow;
import dev.theseus.jdbc.control.ControlAddress;
import dev.theseus.messaging.saga.BusinessSagas;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Runs the service's beans of type {@link Workflow}, kept in the database that {@code theseus.control.url} names. */
@AutoConfiguration(after = TheseusDataSourcesAutoConfiguration.class)
@ConditionalOnProperty("theseus.control.url")
@ConditionalOnBean(Workflow.class)
@EnableConfigurationProperties(TheseusControlProperties.class)
public class TheseusSagasAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    SagaAlerts sagaAlerts() {
        return new LoggedAlerts();
    }

    @Bean
    @ConditionalOnMissingBean
    EmbeddedSagas embeddedSagas(TheseusControlProperties control, List<Workflow> workflows, SagaAlerts alerts) {
        return EmbeddedSagas.open(
                new ControlAddress(Objects.requireNonNull(control.url()), control.username(), control.password()),
                workflows,
                new BusinessSagas.Settings(control.stepsAtOnce(), alerts, InstantSource.system()));
    }

    /** Closed with its sessions. */
    @Bean(destroyMethod = "")
    @ConditionalOnMissingBean
    BusinessSagas businessSagas(EmbeddedSagas embedded) {
        return embedded.sagas();
    }
}
