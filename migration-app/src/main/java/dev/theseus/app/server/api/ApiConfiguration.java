package dev.theseus.app.server.api;

import dev.theseus.app.server.door.AccessNotes;
import dev.theseus.app.server.door.ServerSettings;
import dev.theseus.app.server.meters.ServerMeters;
import dev.theseus.app.server.watch.LiveFeed;
import dev.theseus.app.server.watch.Served;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.json.JsonMapper;

/** The parts of the API. */
@Configuration(proxyBeanMethods = false)
@Import({
    MigrationsController.class,
    OperationsController.class,
    CommandsController.class,
    AuditController.class,
    EventsController.class,
    AccountsController.class,
    SessionController.class,
    MetersController.class,
    ReportController.class,
    OpenApiController.class,
    ProblemAdvice.class
})
public class ApiConfiguration {

    ApiConfiguration() {}

    @Bean
    ServerMeters serverMeters(Served served, LiveFeed feed) {
        return new ServerMeters(served, feed);
    }

    @Bean
    CommandDesk commandDesk(Served served, LiveFeed feed, AccessNotes notes, ServerSettings settings, JsonMapper json) {
        return new CommandDesk(served, feed, notes, new FourEyes(served, notes, settings), json);
    }
}
