package dev.theseus.jdbc.gateway;

import dev.theseus.jdbc.guard.Breaker;
import dev.theseus.jdbc.guard.LimitedCall;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * Asks new whether it answers again, while a breaker is not closed, off the requests' threads. If a half open breaker
 * stays so because no request comes, it makes the trial calls itself: else a node without traffic would keep all others
 * from reading from new.
 */
final class Probe implements AutoCloseable {

    private final DataSource target;
    private final List<Breaker> breakers;
    private final Duration rest;
    private final Supplier<LimitedCall> limited;
    private final Thread thread;

    Probe(String node, DataSource target, List<Breaker> breakers, Duration rest, Supplier<LimitedCall> limited) {
        this.target = target;
        this.breakers = breakers;
        this.rest = rest;
        this.limited = limited;
        this.thread = Thread.ofPlatform().name("theseus-probe-" + node).daemon().unstarted(this::keepAsking);
    }

    void start() {
        thread.start();
    }

    private void keepAsking() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(rest);
                breakers.forEach(this::ask);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask(Breaker breaker) {
        switch (breaker.state()) {
            case CLOSED -> {}
            case OPEN -> {
                if (answer() == null) {
                    breaker.answers();
                }
            }
            // it has been so for a whole rest, or requests are at it: then there is nothing left to admit
            case HALF_OPEN -> tryOut(breaker);
        }
    }

    private void tryOut(Breaker breaker) {
        while (breaker.state() == Breaker.State.HALF_OPEN && breaker.admission() == Breaker.Admission.ADMITTED) {
            long begun = System.nanoTime();
            SQLException error = answer();
            if (error == null) {
                breaker.succeeded(System.nanoTime() - begun);
            } else {
                breaker.failed(System.nanoTime() - begun, error);
            }
        }
    }

    /** @return null if it answers */
    @org.jspecify.annotations.Nullable
    private SQLException answer() {
        LimitedCall call = limited.get();
        try (Connection session = target.getConnection();
                Statement statement = session.createStatement()) {
            statement.execute("SELECT 1");
            return null;
        } catch (SQLException e) {
            return e;
        } finally {
            call.end();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
