package dev.theseus.app.server.api;

import dev.theseus.app.server.watch.LiveFeed;
import dev.theseus.app.server.watch.MigrationView;
import dev.theseus.app.server.watch.Sample;
import dev.theseus.app.server.watch.Served;
import java.time.Duration;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Says where migrations stand. */
@RestController
@RequestMapping("/api/v1/migrations")
final class MigrationsController {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Served served;
    private final LiveFeed feed;
    private final JsonMapper json;
    private final LastAnswer one = new LastAnswer();
    private final LastAnswer history = new LastAnswer();

    MigrationsController(Served served, LiveFeed feed, JsonMapper json) {
        this.served = served;
        this.feed = feed;
        this.json = json;
    }

    /** One line of the list. */
    record Line(String migration, String phase, boolean paused, long version) {}

    @GetMapping
    Page<Line> all() throws InterruptedException {
        MigrationView view = view();
        return new Page<>(
                List.of(new Line(view.migration(), view.phase().name(), view.paused(), view.version())), null);
    }

    @GetMapping("/{migration}")
    ResponseEntity<byte[]> one(@PathVariable String migration) throws InterruptedException {
        Migrations.require(served, migration);
        MigrationView view = view();
        return ResponseEntity.ok()
                .eTag(Versions.tag(view.version()))
                .contentType(MediaType.APPLICATION_JSON)
                .body(one.from(view, () -> json.writeValueAsBytes(view)));
    }

    @GetMapping("/{migration}/history")
    ResponseEntity<byte[]> history(@PathVariable String migration) throws InterruptedException {
        Migrations.require(served, migration);
        List<Sample> samples = feed.history();
        // hundreds; the last one tells those of one look from those of the next
        Object last = samples.isEmpty() ? samples : samples.getLast();
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(history.from(last, () -> json.writeValueAsBytes(new Page<>(samples, null))));
    }

    private MigrationView view() throws InterruptedException {
        LiveFeed.Moment now = feed.now(PATIENCE);
        now.problem().ifPresent(why -> {
            throw new Stale(why);
        });
        return now.view();
    }
}
