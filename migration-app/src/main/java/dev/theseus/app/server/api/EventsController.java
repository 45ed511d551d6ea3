package dev.theseus.app.server.api;

import dev.theseus.app.server.watch.LiveFeed;
import dev.theseus.app.server.watch.Served;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import tools.jackson.databind.json.JsonMapper;

/** Tells everybody who watches what happens, by server-sent events. */
@RestController
final class EventsController {

    /** More watchers than this are turned away rather than served badly. */
    private static final int WATCHERS = 1000;

    private final Served served;
    private final LiveFeed feed;
    private final SharedLooks looks;
    private final AtomicInteger watchers = new AtomicInteger();

    EventsController(Served served, LiveFeed feed, JsonMapper json) {
        this.served = served;
        this.feed = feed;
        this.looks = new SharedLooks(served, json);
    }

    @GetMapping(path = "/api/v1/migrations/{migration}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    ResponseEntity<ResponseBodyEmitter> watch(
            @PathVariable String migration,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String last) {
        Migrations.require(served, migration);
        long from = EventStream.after(last);
        if (watchers.incrementAndGet() > WATCHERS) {
            watchers.decrementAndGet();
            throw new TooMany("More than " + WATCHERS + " pages watch already. Close some.");
        }
        EventStream stream = new EventStream(feed, looks, from);
        stream.begin(watchers::decrementAndGet);
        return ResponseEntity.ok()
                .contentType(MediaType.TEXT_EVENT_STREAM)
                .header("Cache-Control", "no-store")
                .header("X-Accel-Buffering", "no")
                .body(stream.emitter());
    }
}
