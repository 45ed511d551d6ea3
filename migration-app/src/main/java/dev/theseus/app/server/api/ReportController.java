package dev.theseus.app.server.api;

import dev.theseus.app.report.MigrationReport;
import dev.theseus.app.report.ReportPages;
import dev.theseus.app.report.Reports;
import dev.theseus.app.server.watch.LiveFeed;
import dev.theseus.app.server.watch.Served;
import java.time.Duration;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reports for people who don't run the migration, to be kept or sent on. */
@RestController
final class ReportController {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Served served;
    private final LiveFeed feed;
    private final JsonMapper json;

    ReportController(Served served, LiveFeed feed, JsonMapper json) {
        this.served = served;
        this.feed = feed;
        this.json = json.rebuild().enable(SerializationFeature.INDENT_OUTPUT).build();
    }

    @GetMapping("/api/v1/migrations/{migration}/report")
    ResponseEntity<String> report(
            @PathVariable String migration, @RequestParam(defaultValue = "markdown") String format)
            throws InterruptedException {
        Migrations.require(served, migration);
        LiveFeed.Moment moment = feed.now(PATIENCE);
        MigrationReport report = Reports.of(moment.status(), moment.view().at());
        return switch (format) {
            case "markdown" -> file("text/markdown", "md", ReportPages.markdown(report));
            case "html" -> file("text/html", "html", ReportPages.html(report));
            case "json" -> file("application/json", "json", json.writeValueAsString(report) + "\n");
            default -> throw new BadRequest("format: \"" + format + "\" is none of markdown, html and json");
        };
    }

    /** To be saved: it brings its own style, which no page of this server may have. */
    private ResponseEntity<String> file(String type, String ending, String text) {
        return ResponseEntity.ok()
                .header("Content-Type", type + ";charset=UTF-8")
                .header("Content-Disposition", "attachment; filename=\"report." + ending + "\"")
                .body(text);
    }
}
