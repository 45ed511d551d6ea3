package dev.theseus.app.server.api;

import dev.theseus.app.server.watch.LiveFeed;
import dev.theseus.app.server.watch.MigrationView;
import dev.theseus.app.server.watch.Sample;
import dev.theseus.app.server.watch.Served;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
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
    private final AtomicReference<History> history = new AtomicReference<>(new History(List.of(), ""));

    MigrationsController(Served served, LiveFeed feed, JsonMapper json) {
        this.served = served;
        this.feed = feed;
        this.json = json;
    }

    /** Hundreds of samples, written down once for all who ask before there is another one. */
    private record History(List<Sample> samples, String text) {}

    /** One line of the list. */
    record Line(String migration, String phase, boolean paused, long version) {}

    @GetMapping
    Page<Line> all() throws InterruptedException {
        MigrationView view = view();
        return new Page<>(
                List.of(new Line(view.migration(), view.phase().name(), view.paused(), view.version())), null);
    }

    @GetMapping("/{migration}")
    ResponseEntity<MigrationView> one(@PathVariable String migration) throws InterruptedException {
        Migrations.require(served, migration);
        MigrationView view = view();
        return ResponseEntity.ok().eTag(Versions.tag(view.version())).body(view);
    }

    @GetMapping("/{migration}/history")
    ResponseEntity<String> history(@PathVariable String migration) {
        Migrations.require(served, migration);
        List<Sample> samples = feed.history();
        History known = history.get();
        if (known.text().isEmpty() || !known.samples().equals(samples)) {
            known = new History(samples, json.writeValueAsString(new Page<>(samples, null)));
            history.set(known);
        }
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(known.text());
    }

    private MigrationView view() throws InterruptedException {
        LiveFeed.Moment now = feed.now(PATIENCE);
        now.problem().ifPresent(why -> {
            throw new Stale(why);
        });
        return now.view();
    }
}
