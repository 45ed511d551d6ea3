package dev.theseus.app.run;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.migration.Incident;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Looks every now and then whether both servers answer, and tells when one goes and when it is back. The parts of the
 * data plane wait for a server by themselves; this is for people, and for the trail.
 */
final class ServerWatch implements AutoCloseable {

    private static final Duration EVERY = Duration.ofSeconds(2);

    private final Predicate<Side> answers;
    private final Consumer<Incident> incidents;
    private final Set<Side> away = EnumSet.noneOf(Side.class);
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread =
            Thread.ofPlatform().name("theseus-watch").daemon().unstarted(this::watch);

    private ServerWatch(Predicate<Side> answers, Consumer<Incident> incidents) {
        this.answers = answers;
        this.incidents = incidents;
    }

    static ServerWatch start(Predicate<Side> answers, Consumer<Incident> incidents) {
        ServerWatch watch = new ServerWatch(answers, incidents);
        watch.thread.start();
        return watch;
    }

    private void watch() {
        try {
            while (!stop.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                look(Side.OLD);
                look(Side.NEW);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(Side side) {
        boolean answered = answers.test(side);
        if (!answered && away.add(side)) {
            incidents.accept(new Incident.ServerAway(side));
        } else if (answered && away.remove(side)) {
            incidents.accept(new Incident.ServerBack(side));
        }
    }

    @Override
    public void close() {
        stop.countDown();
    }
}
