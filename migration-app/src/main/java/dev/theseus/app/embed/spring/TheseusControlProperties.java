package dev.theseus.app.embed.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where workflows are kept, and how they run here.
 *
 * @param url JDBC URL of the control database; without it no workflows run.
 * @param username Role to log in as.
 * @param password Its password.
 * @param stepsAtOnce Steps of workflows that are carried out at the same time on this node.
 */
@ConfigurationProperties("theseus.control")
public record TheseusControlProperties(
        @Nullable String url,
        @Nullable String username,
        @Nullable String password,
        @DefaultValue("4") int stepsAtOnce) {}
