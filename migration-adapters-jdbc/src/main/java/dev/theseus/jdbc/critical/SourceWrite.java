package dev.theseus.jdbc.critical;

import dev.theseus.domain.critical.CriticalWriteOpen;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.postgres.PgErrors;
import dev.theseus.jdbc.postgres.PgFence;
import dev.theseus.jdbc.postgres.SqlWork;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The first step: the work, with its journal, in one transaction on the side that has authority. The keys are locked
 * and the rows held before the work begins, so what is kept as "before" is what the work finds.
 */
final class SourceWrite {

    private static final Set<String> TAKEN =
            Set.of(PgErrors.LOCK_NOT_AVAILABLE, PgErrors.DEADLOCK, PgErrors.SERIALIZATION_FAILURE);

    private final String node;
    private final CriticalLimits limits;
    private final Seams seams;

    SourceWrite(String node, CriticalLimits limits, Seams seams) {
        this.node = node;
        this.limits = limits;
        this.seams = seams;
    }

    /** What became of a try. */
    sealed interface Attempt<T extends @Nullable Object> {

        /** Committed. */
        record Made<T extends @Nullable Object>(T result, long write) implements Attempt<T> {}

        /** Committed, and no row of a migrated table is another than before. */
        record NothingChanged<T extends @Nullable Object>(T result) implements Attempt<T> {}

        /** This side has no authority; nothing was done. */
        record NoAuthority<T extends @Nullable Object>() implements Attempt<T> {}

        /** The keys or rows are somebody else's; nothing was done. */
        record Taken<T extends @Nullable Object>(Optional<Locks.Holder> holder) implements Attempt<T> {}
    }

    <T extends @Nullable Object> Attempt<T> attempt(Place place, RowsOf rows, SqlWork<T> work) throws SQLException {
        Committing<T> committing;
        try (Borrowed borrowed = Borrowed.of(place.pool())) {
            Connection session = borrowed.session();
            switch (holdOrGiveWay(place, session, rows)) {
                case Begun.NoAuthority none -> {
                    return new Attempt.NoAuthority<>();
                }
                case Begun.GaveWay gaveWay -> {
                    return new Attempt.Taken<>(Optional.empty());
                }
                case Begun.Taken taken -> {
                    session.rollback();
                    OwnSettings.enter(session, limits.lock());
                    return new Attempt.Taken<>(holder(place.way(), session, rows));
                }
                case Begun.Held held -> committing = work(session, held.images(), work);
            }
        }
        return committing.isUnknown() ? afterUnknownCommit(place.way(), committing) : committing.made();
    }

    /** What became of the beginning. */
    private sealed interface Begun {
        record Held(WriteImages images) implements Begun {}

        record NoAuthority() implements Begun {}

        /** An unsettled write has a key. */
        record Taken() implements Begun {}

        /** A lock was not free in time, or the server chose us to give way. */
        record GaveWay() implements Begun {}
    }

    private Begun holdOrGiveWay(Place place, Connection session, RowsOf rows) throws SQLException {
        try {
            return hold(place, session, rows);
        } catch (SQLException e) {
            place.way().forgetShapes();
            if (TAKEN.contains(PgErrors.state(e))) {
                return new Begun.GaveWay();
            }
            throw e;
        }
    }

    private Begun hold(Place place, Connection session, RowsOf rows) throws SQLException {
        Way way = place.way();
        OwnSettings settings = OwnSettings.enter(session, limits.lock());
        if (PgFence.MIGRATION.hold(session).direction().source() != way.side()) {
            return new Begun.NoAuthority();
        }
        Journal.Entry entry = Journal.begin(session, node);
        if (lock(way, session, entry.id(), rows) == Locks.Taken.NOT_ALL) {
            return new Begun.Taken();
        }
        WriteImages images = new WriteImages(place, session, entry, rows);
        images.before(ordered(rows));
        settings.leave();
        return new Begun.Held(images);
    }

    /** In the order of the tables' numbers, so that no two wait for each other. */
    private static List<Map.Entry<TablePlan, Set<RowKey>>> ordered(RowsOf rows) {
        return rows.tables().entrySet().stream()
                .sorted(Comparator.comparingInt(e -> e.getKey().number()))
                .toList();
    }

    private static Locks.Taken lock(Way way, Connection session, long write, RowsOf rows) throws SQLException {
        for (Map.Entry<TablePlan, Set<RowKey>> table : ordered(rows)) {
            if (Locks.take(session, write, way.shape(session, table.getKey()), table.getValue())
                    == Locks.Taken.NOT_ALL) {
                return Locks.Taken.NOT_ALL;
            }
        }
        return Locks.Taken.ALL;
    }

    static Optional<Locks.Holder> holder(Way way, Connection session, RowsOf rows) throws SQLException {
        for (Map.Entry<TablePlan, Set<RowKey>> table : ordered(rows)) {
            Optional<Locks.Holder> holder = Locks.holder(session, way.shape(session, table.getKey()), table.getValue());
            if (holder.isPresent()) {
                return holder;
            }
        }
        return Optional.empty();
    }

    /** The work, between its images. */
    private <T extends @Nullable Object> Committing<T> work(Connection session, WriteImages images, SqlWork<T> work)
            throws SQLException {
        seams.steps().accept(CriticalStep.HELD);
        T result = work.on(session);
        Attempt<T> made = switch (images.after(limits)) {
            case SOME -> new Attempt.Made<>(result, images.entry().id());
            case NONE -> new Attempt.NothingChanged<>(result);
        };
        seams.steps().accept(CriticalStep.WORKED);
        try {
            session.commit();
            return new Committing<>(made, images.entry(), null);
        } catch (SQLException e) {
            return new Committing<>(made, images.entry(), e);
        }
    }

    /**
     * A commit that was sent.
     *
     * @param error if its answer was not that it is committed
     */
    private record Committing<T extends @Nullable Object>(
            Attempt<T> made, Journal.Entry entry, @Nullable SQLException error) {
        boolean isUnknown() {
            return error != null;
        }
    }

    /** The server knows what became of every transaction. */
    private <T extends @Nullable Object> Attempt<T> afterUnknownCommit(Way way, Committing<T> committing)
            throws SQLException {
        SQLException error = java.util.Objects.requireNonNull(committing.error());
        return switch (new Fate(way.source(), limits.lock())
                .of(committing.entry().transaction())) {
            case COMMITTED -> committing.made();
            case ABORTED -> throw error;
            case UNKNOWN ->
                throw new CriticalWriteOpen(
                        "The " + way.side() + " database did not answer the commit of critical write "
                                + committing.entry().id() + " and can't be asked what became of it ("
                                + PgErrors.describe(error) + "). If it was committed, the recovery settles it;"
                                + " look whether theseus.critical_write has it before you repeat the request",
                        error);
        };
    }

    /**
     * Where a write is made.
     *
     * @param way from the side that has authority
     * @param pool of the service on that side
     * @param allTables that are migrated
     */
    record Place(Way way, DataSource pool, List<TablePlan> allTables) {
        Place {
            allTables = List.copyOf(allTables);
        }
    }
}
