package dev.theseus.app.server.api;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The parts of the API. */
@Configuration(proxyBeanMethods = false)
@Import({MigrationsController.class, EventsController.class, ProblemAdvice.class})
public class ApiConfiguration {

    ApiConfiguration() {}
}
