package dev.theseus.app.embed.spring;

import jakarta.servlet.Filter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.filter.OncePerRequestFilter;

/** The filter that gives each request its context, in a service with servlets. */
@AutoConfiguration(after = TheseusDataSourcesAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({Filter.class, OncePerRequestFilter.class})
@ConditionalOnProperty(name = "theseus.enabled", matchIfMissing = true)
public class TheseusWebAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    RequestContextReader requestContextReader() {
        return RequestContextReader.BY_PRINCIPAL;
    }

    @Bean
    ConsistencyTokenFilter consistencyTokenFilter(TheseusProperties properties, RequestContextReader reader) {
        return new ConsistencyTokenFilter(properties.tokenHeader(), reader);
    }
}
