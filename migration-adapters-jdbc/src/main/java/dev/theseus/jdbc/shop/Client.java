package dev.theseus.jdbc.shop;

import dev.theseus.domain.routing.RequestContext;
import dev.theseus.jdbc.gateway.Gateway;
import dev.theseus.jdbc.gateway.Written;
import dev.theseus.jdbc.postgres.PgErrors;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client of the shop: does one deed after the other at a steady rate, each in a transaction that also counts up a
 * row of the client's own and writes a journal row with the next serial number, and keeps a receipt of how it ended.
 * After each it reads: anybody's account, and what it has written itself, which it must see.
 */
final class Client implements Runnable {

    /** A client that fell behind, because the server was slow or away, makes up for this much and forgives the rest. */
    private static final long FORGIVEN_AFTER = Duration.ofSeconds(1).toNanos();

    private static final long PAUSE_AFTER_FAILURE = Duration.ofMillis(50).toNanos();

    /** About a second's worth: by then a write has been relayed, so that its readers may go to new. */
    private static final int REMEMBERED = 100;

    private static final Logger LOG = LoggerFactory.getLogger(Client.class);

    private final Gateway gateway;
    private final Counter counter;
    private final List<String> users;
    private final TrafficSettings settings;
    private final int number;
    private final Random random;
    private final Receipts receipts;
    private final TrafficCount count;
    private final Deque<Remembered> remembered = new ArrayDeque<>();
    private volatile boolean leaving;
    private volatile @Nullable Thread thread;
    private int serial;

    /** What the clients of a node share. */
    record Doors(Gateway gateway, Counter counter, List<String> users, Receipts receipts, TrafficCount count) {}

    /** A write of some time ago, and the context of those who must see it. */
    private record Remembered(RequestContext context, int serial) {}

    /** Thrown by a client that changes its mind after having written. */
    private static final class Abandoned extends SQLException {
        private static final long serialVersionUID = 1L;
    }

    Client(Doors doors, TrafficSettings settings, int number) {
        this.gateway = doors.gateway();
        this.counter = doors.counter();
        this.users = doors.users();
        this.receipts = doors.receipts();
        this.count = doors.count();
        this.settings = settings;
        this.number = number;
        this.random = new Random(settings.seed() * 1_000 + number);
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        long pause = (long) (settings.clients() * 1e9 / settings.perSecond());
        long due = System.nanoTime();
        while (!leaving) {
            attempt();
            due = Math.max(due + pause, System.nanoTime() - FORGIVEN_AFTER);
            rest(due - System.nanoTime());
        }
    }

    /** Errors of the gateway, which are none of SQL, are failures as well. */
    private void attempt() {
        serial++;
        Deed deed = Deed.draw(random);
        try {
            write(deed, RequestContext.of(anyUser()));
            read();
        } catch (SQLException e) {
            fail(e);
        } catch (RuntimeException e) {
            failed(e.getClass().getSimpleName());
        }
    }

    private void write(Deed deed, RequestContext context) throws SQLException {
        Attempt attempt = new Attempt(deed);
        long begun = System.nanoTime();
        Written<Long> written;
        try {
            written = gateway.write(Counter.own(row()), attempt::on, attempt::on);
        } catch (Abandoned e) {
            receipts.note(number, serial, Receipts.Ending.ROLLED_BACK, 0);
            count.rolledBack();
            return;
        } catch (SQLException | RuntimeException e) {
            receipts.note(number, serial, attempt.ending(e), 0);
            throw e;
        }
        receipts.note(number, serial, Receipts.Ending.COMMITTED, attempt.hits);
        count.committed(System.nanoTime() - begun);
        RequestContext after = context.after(written.token());
        counter.checkHits(after, row(), written.result());
        remember(after);
    }

    private void remember(RequestContext after) throws SQLException {
        remembered.addLast(new Remembered(after, serial));
        if (remembered.size() > REMEMBERED) {
            Remembered oldest = remembered.removeFirst();
            counter.checkEntry(oldest.context(), number, oldest.serial());
        }
    }

    private void read() throws SQLException {
        for (int i = 0; i < settings.reads(); i++) {
            counter.browse(anyUser());
        }
    }

    private String anyUser() {
        return users.get(random.nextInt(users.size()));
    }

    private String row() {
        return "client " + number;
    }

    /** One transaction, and how far it came; begun again on the other database if authority has moved. */
    private final class Attempt {
        private final Deed deed;
        private boolean done;
        private int hits;

        Attempt(Deed deed) {
            this.deed = deed;
        }

        Long on(Connection session) throws SQLException {
            done = false;
            Visit visit = new Visit(session, random, number, serial);
            visit.journal(deed);
            long counted = visit.count(row());
            deed.perform(visit);
            if (deed.isAbandoned()) {
                throw new Abandoned();
            }
            hits = visit.hits();
            done = true;
            return counted;
        }

        /** An answer from the server that is no sign of its going away means that nothing was committed. */
        Receipts.Ending ending(Exception error) {
            boolean answered = error instanceof SQLException e && isRefusal(PgErrors.state(e));
            return !done || answered ? Receipts.Ending.ROLLED_BACK : Receipts.Ending.UNKNOWN;
        }

        private static boolean isRefusal(String state) {
            return !state.startsWith("08") && !state.startsWith("57") && !state.equals(PgErrors.NO_STATE);
        }
    }

    private void fail(SQLException error) {
        String state = PgErrors.state(error);
        if (state.equals(PgErrors.DEADLOCK) || state.equals(PgErrors.SERIALIZATION_FAILURE)) {
            count.conflict();
        } else {
            failed(state);
        }
    }

    private void failed(String how) {
        LOG.warn("A request of {} failed: {}", this, how);
        count.error(how);
        rest(PAUSE_AFTER_FAILURE);
    }

    void leave() {
        leaving = true;
        LockSupport.unpark(thread);
    }

    private void rest(long nanos) {
        if (nanos > 0 && !leaving) {
            LockSupport.parkNanos(this, nanos);
        }
    }

    @Override
    public String toString() {
        return "shop-client-" + (number + 1);
    }
}
