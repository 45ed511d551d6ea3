package dev.theseus.app.server.api;

import dev.theseus.app.server.watch.LiveFeed;
import dev.theseus.app.server.watch.Served;
import dev.theseus.domain.access.AccessEntry;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Shows what happened, page by page. */
@RestController
final class AuditController {

    private static final int LARGEST_PAGE = 500;

    private final Served served;
    private final LiveFeed feed;
    private final JsonMapper json;
    private final LastAnswer audit = new LastAnswer();

    AuditController(Served served, LiveFeed feed, JsonMapper json) {
        this.served = served;
        this.feed = feed;
        this.json = json;
    }

    /** What a page is made of. */
    private record Made(
            long version, AuditFilter filter, AuditPages.Direction direction, Optional<Long> cursor, int limit) {}

    @GetMapping("/api/v1/migrations/{migration}/audit")
    ResponseEntity<byte[]> audit(
            @PathVariable String migration,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "100") int limit,
            @RequestParam(defaultValue = "oldest-first") String order,
            @RequestParam(required = false) @Nullable String actor,
            @RequestParam(required = false) @Nullable String event,
            @RequestParam(required = false) @Nullable String since,
            @RequestParam(required = false) @Nullable String until)
            throws InterruptedException {
        Migrations.require(served, migration);
        AuditFilter filter = new AuditFilter(
                Optional.ofNullable(actor), Optional.ofNullable(event), time("since", since), time("until", until));
        Made made = new Made(feed.version(), filter, AuditPages.Direction.of(order), cursor(cursor), within(limit));
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(audit.from(made, () -> json.writeValueAsBytes(page(made))));
    }

    private Page<AuditLine> page(Made made) {
        return new AuditPages(served)
                .page(made.filter(), made.direction(), made.cursor().orElseGet(() -> first(made)), made.limit());
    }

    private static long first(Made made) {
        return switch (made.direction()) {
            case OLDEST_FIRST -> 0;
            case NEWEST_FIRST -> made.version() - 1;
        };
    }

    /** What happened at the door of the server. */
    @GetMapping("/api/v1/access")
    Page<AuditLine> access(
            @RequestParam(required = false) @Nullable String cursor, @RequestParam(defaultValue = "100") int limit) {
        long from = cursor(cursor).orElse(0L);
        List<AccessEntry> entries = served.room().plane().access(from, within(limit));
        long next = from + entries.size();
        return new Page<>(
                entries.stream().map(AuditLine::of).toList(),
                next < served.room().plane().accesses() ? Long.toString(next) : null);
    }

    private static int within(int limit) {
        if (limit < 1 || limit > LARGEST_PAGE) {
            throw new BadRequest("limit: " + limit + " is not between 1 and " + LARGEST_PAGE);
        }
        return limit;
    }

    private static Optional<Long> cursor(@Nullable String cursor) {
        if (cursor == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Math.max(0, Long.parseLong(cursor)));
        } catch (NumberFormatException e) {
            throw new BadRequest("cursor: \"" + cursor + "\" was not given by a page of this list");
        }
    }

    private static Optional<Instant> time(String name, @Nullable String text) {
        try {
            return Optional.ofNullable(text).map(Instant::parse);
        } catch (DateTimeParseException e) {
            throw new BadRequest(name + ": \"" + text + "\" is no time; write it as 2026-11-30T12:00:00Z");
        }
    }
}
