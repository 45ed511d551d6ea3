package dev.theseus.app.embed.spring;

import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.theseus.app.embed.flags.OpenFeatureNarrowing;
import dev.theseus.jdbc.gateway.Narrowing;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/** Narrows the rollout by the flag that {@code theseus.flag} names, of the service's OpenFeature client. */
@AutoConfiguration(after = TheseusDataSourcesAutoConfiguration.class)
@ConditionalOnClass(OpenFeatureAPI.class)
@ConditionalOnBean(TheseusProperties.class)
@ConditionalOnProperty("theseus.flag")
public class TheseusFlagAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(Narrowing.class)
    Narrowing flagNarrowing(TheseusProperties properties, ObjectProvider<Client> client) {
        return new OpenFeatureNarrowing(
                client.getIfAvailable(() -> OpenFeatureAPI.getInstance().getClient()), properties.flag());
    }
}
