package dev.theseus.app.server.api;

import dev.theseus.app.server.watch.LiveFeed.Moment;
import dev.theseus.app.server.watch.MigrationView;
import dev.theseus.app.server.watch.Sample;
import dev.theseus.app.server.watch.Served;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What all who watch are sent, read and written down once for all of them. Safe for several threads. */
final class SharedLooks {

    private static final int KEPT = 500;
    private static final int PAGE = 200;

    private final Served served;
    private final JsonMapper json;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Line> lines = new ArrayList<>();
    private long tick;
    private long id;
    private byte @Nullable [] status;

    SharedLooks(Served served, JsonMapper json) {
        this.served = served;
        this.json = json;
    }

    /** One event of the migration. */
    record Line(long sequence, String json) {}

    /**
     * How things stand.
     *
     * @param stale why this is not of this moment, if it is not
     */
    record Look(MigrationView migration, Sample sample, Optional<String> stale) {}

    /**
     * What is sent after a look; not to be changed.
     *
     * @param last the last event that the watcher has been sent, mostly the same for all of them
     */
    byte[] status(Moment moment, long last) {
        lock.lock();
        try {
            if (status == null || tick != moment.tick() || id != last) {
                Look look = new Look(moment.view(), moment.sample(), moment.problem());
                status = ServerSentEvent.of(last, "status", json.writeValueAsString(look));
                tick = moment.tick();
                id = last;
            }
            return status;
        } finally {
            lock.unlock();
        }
    }

    /** Some events from a sequence on, oldest first; at least one if there is one. */
    List<Line> events(long from) {
        lock.lock();
        try {
            long first = lines.isEmpty() ? from : lines.getFirst().sequence();
            long next = lines.isEmpty() ? from : lines.getLast().sequence() + 1;
            if (from < first || from > next) {
                return read(from);
            }
            if (from == next) {
                lines.addAll(read(from));
                keepTheLast();
            }
            return lines.stream().filter(line -> line.sequence() >= from).toList();
        } finally {
            lock.unlock();
        }
    }

    private void keepTheLast() {
        if (lines.size() > KEPT) {
            lines.subList(0, lines.size() - KEPT).clear();
        }
    }

    private List<Line> read(long from) {
        return served.room().plane().audit(served.migration(), from, PAGE).stream()
                .map(entry -> new Line(entry.sequence(), json.writeValueAsString(AuditLine.of(entry))))
                .toList();
    }
}
