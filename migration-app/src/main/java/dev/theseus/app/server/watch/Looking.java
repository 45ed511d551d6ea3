package dev.theseus.app.server.watch;

import dev.theseus.app.plan.Passwords;
import dev.theseus.app.server.watch.LiveFeed.Moment;
import dev.theseus.app.status.Status;
import dev.theseus.app.status.StatusLook;
import dev.theseus.domain.readmodel.StatusProjection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the migration, again and again, over connections that it keeps; used by one thread. */
final class Looking implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Looking.class);

    private final Served served;
    private final HeldDatabases databases;
    private final InstantSource clock = InstantSource.system();
    private final Meter meter = new Meter();
    private final StatusLook statusLook;

    Looking(Served served) {
        this.served = served;
        this.databases = new HeldDatabases(new Passwords(served.template().environment()));
        this.statusLook = new StatusLook(served.room(), databases);
    }

    /** @param before what was seen last; shown on where this look fails */
    Moment look(long tick, @Nullable Moment before) throws InterruptedException {
        Instant at = clock.instant();
        try {
            long version = served.room().plane().version(served.migration());
            Status status = version == 0
                    ? nothingYet()
                    : statusLook.of(served.template().plan());
            Sample sample = meter.observe(status, at);
            MigrationView view = MigrationView.of(
                    status, version, meter, served.room().access().requests().waiting(served.migration()), at);
            return new Moment(tick, status, view, sample, Optional.empty());
        } catch (RuntimeException failed) {
            LOG.debug("A look failed", failed);
            return failed(tick, before, at, String.valueOf(failed.getMessage()));
        }
    }

    private Moment failed(long tick, @Nullable Moment before, Instant at, String why) {
        if (before != null) {
            return new Moment(tick, before.status(), before.view(), before.sample(), Optional.of(why));
        }
        Status nothing = nothingYet();
        MigrationView view = MigrationView.of(nothing, 0, meter, List.of(), at);
        return new Moment(tick, nothing, view, meter.observe(nothing, at), Optional.of(why));
    }

    private Status nothingYet() {
        return new Status(
                StatusProjection.initial(served.migration()),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    @Override
    public void close() {
        databases.close();
    }
}
