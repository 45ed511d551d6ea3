package dev.theseus.jdbc.critical;

import dev.theseus.jdbc.postgres.PgFence;
import dev.theseus.jdbc.postgres.Run;
import dev.theseus.jdbc.postgres.SqlWork;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Reads what is settled: the look at the locks and the read share a snapshot, so no write can come in between. */
final class SettledRead {

    private static final Duration LOCKS = Duration.ofSeconds(1);

    private final Way way;
    private final DataSource pool;

    SettledRead(Way way, DataSource pool) {
        this.way = way;
        this.pool = pool;
    }

    /** What came of it. */
    sealed interface Answer<T extends @Nullable Object> {
        record Settled<T extends @Nullable Object>(T result) implements Answer<T> {}

        record Unsettled<T extends @Nullable Object>(Locks.Holder by) implements Answer<T> {}

        record NoAuthority<T extends @Nullable Object>() implements Answer<T> {}
    }

    <T extends @Nullable Object> Answer<T> read(RowsOf rows, SqlWork<T> work) throws SQLException {
        try (Borrowed borrowed = Borrowed.of(pool)) {
            Connection session = borrowed.session();
            Run.sql(session, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
            OwnSettings own = OwnSettings.enter(session, LOCKS);
            if (PgFence.MIGRATION.hold(session).direction().source() != way.side()) {
                return new Answer.NoAuthority<>();
            }
            Optional<Locks.Holder> holder = SourceWrite.holder(way, session, rows);
            if (holder.isPresent()) {
                return new Answer.Unsettled<>(holder.get());
            }
            own.leave();
            T result = work.on(session);
            session.commit();
            return new Answer.Settled<>(result);
        }
    }
}
