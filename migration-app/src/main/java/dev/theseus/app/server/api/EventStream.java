package dev.theseus.app.server.api;

import dev.theseus.app.server.watch.LiveFeed;
import dev.theseus.app.server.watch.LiveFeed.Moment;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;

/**
 * What one watcher is sent: each event of the migration, in order, from the one after the last that he knows, and how
 * things stand after each look. The id of what is sent is the sequence of the last event of the migration that he has
 * been sent then, so a watcher who comes back is sent what he missed. Who reads slowly misses looks, never events.
 */
final class EventStream {

    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

    /** After that the watcher comes back, and has to be let in anew. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    private final LiveFeed feed;
    private final SharedLooks looks;
    private final ResponseBodyEmitter emitter =
            new ResponseBodyEmitter(LONGEST.plusSeconds(30).toMillis());
    private long sent;

    /** @param sent sequence of the last event that the watcher knows; the trail is his from the next one on */
    EventStream(LiveFeed feed, SharedLooks looks, long sent) {
        this.feed = feed;
        this.looks = looks;
        this.sent = sent;
    }

    /** @return the sequence that a header names; -2 if there is none: then only what is new is sent */
    static long after(@Nullable String last) {
        if (last == null || last.isBlank()) {
            return NEWS_ONLY;
        }
        try {
            return Math.max(-1, Long.parseLong(last.strip()));
        } catch (NumberFormatException e) {
            throw new BadRequest("Last-Event-ID: \"" + last + "\" is not the id of an event of this stream");
        }
    }

    private static final long NEWS_ONLY = -2;

    ResponseBodyEmitter emitter() {
        return emitter;
    }

    void begin(Runnable afterwards) {
        Thread thread = Thread.ofVirtual().name("theseus-watcher").unstarted(() -> {
            try {
                send();
                emitter.complete();
            } catch (IOException | IllegalStateException gone) {
                LOG.debug("A watcher went away", gone);
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException failed) {
                LOG.debug("A watcher could not be served", failed);
                emitter.completeWithError(failed);
            } finally {
                afterwards.run();
            }
        });
        emitter.onCompletion(thread::interrupt);
        emitter.onTimeout(thread::interrupt);
        thread.start();
    }

    private void send() throws IOException, InterruptedException {
        Instant end = Instant.now().plus(LONGEST);
        long tick = 0;
        while (feed.isOpen() && Instant.now().isBefore(end)) {
            // the first look has what he missed
            Optional<Moment> moment = tick == 0 ? Optional.of(feed.now(HEARTBEAT)) : feed.after(tick, HEARTBEAT);
            if (moment.isEmpty()) {
                emitter.send(ServerSentEvent.comment("still here"));
            } else {
                tick = moment.get().tick();
                send(moment.get());
            }
        }
    }

    private void send(Moment moment) throws IOException {
        long version = moment.view().version();
        if (sent == NEWS_ONLY) {
            sent = version - 1;
        }
        while (moment.problem().isEmpty() && sent < version - 1) {
            List<SharedLooks.Line> news = looks.events(sent + 1);
            for (SharedLooks.Line line : news) {
                sent = line.sequence();
                emitter.send(ServerSentEvent.of(sent, "audit", line.json()));
            }
            if (news.isEmpty()) {
                break;
            }
        }
        emitter.send(looks.status(moment, sent));
    }
}
