package dev.theseus.app.server.door;

import dev.theseus.app.server.watch.Served;
import dev.theseus.domain.access.AccessEvent;
import dev.theseus.domain.audit.Actor;
import dev.theseus.domain.audit.Origin;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts what happens at the door on record. What is refused to nobody in particular is noted one by one up to a limit
 * for each address, since whoever it is can cause as much as he likes; of the rest the number is. Safe for several
 * threads.
 */
public final class AccessNotes {

    private static final Logger LOG = LoggerFactory.getLogger(AccessNotes.class);

    private static final int ONE_BY_ONE = 60;
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int ADDRESSES = 1_000;
    private static final int LONGEST_NAME = 64;

    private final Served served;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Source, Window> windows = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Source, Window> eldest) {
            return size() > ADDRESSES;
        }
    };

    /** @param kind of refusal; many of one kind don't hide those of another */
    private record Source(String from, Class<?> kind) {}

    private record Window(Instant began, int noted, long leftOut) {}

    AccessNotes(Served served, InstantSource clock) {
        this.served = served;
        this.clock = clock;
    }

    public Instant now() {
        return clock.instant();
    }

    /** @throws RuntimeException if it can't be kept: what must be on record does not happen then */
    public void note(AccessEvent event, String actor, String reason) {
        served.room().plane().note(event, new Origin(new Actor(shown(actor)), reason, correlation()));
    }

    /** That somebody who has signed in was refused something; he stays refused, also if that can't be kept. */
    public void refused(AccessEvent event, String actor, String reason) {
        try {
            note(event, actor, reason);
        } catch (RuntimeException failed) {
            LOG.error("A refusal could not be put on record: {} for {}: {}", event, actor, failed.getMessage());
        }
    }

    /** That somebody was refused who has not signed in. */
    void refusedAtTheDoor(AccessEvent event, String from, String actor, String reason) {
        long leftOut = count(new Source(from, event.getClass()));
        if (leftOut < 0) {
            return;
        }
        if (leftOut > 0) {
            refused(new AccessEvent.RefusalsLeftOut(now(), from, leftOut), actor, "more refusals than are noted");
        }
        refused(event, actor, reason);
    }

    /** @return how many were left out in the window before; less than 0 if this one is to be left out */
    private long count(Source from) {
        Instant now = now();
        lock.lock();
        try {
            Window window = windows.get(from);
            if (window == null || !now.isBefore(window.began().plus(WINDOW))) {
                windows.put(from, new Window(now, 1, 0));
                return window == null ? 0 : window.leftOut();
            }
            boolean room = window.noted() < ONE_BY_ONE;
            windows.put(
                    from,
                    new Window(window.began(), window.noted() + (room ? 1 : 0), window.leftOut() + (room ? 0 : 1)));
            return room ? 0 : -1;
        } finally {
            lock.unlock();
        }
    }

    /** What somebody types as his name may be anything. */
    private static String shown(String name) {
        String printable = name.codePoints()
                .filter(c -> !Character.isISOControl(c))
                .limit(LONGEST_NAME)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return printable.isBlank() ? "nobody" : printable;
    }

    private static String correlation() {
        return UUID.randomUUID().toString();
    }
}
