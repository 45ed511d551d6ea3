package dev.theseus.jdbc.largeobject;

import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.Direction;
import dev.theseus.domain.largeobject.LargeObjects;
import dev.theseus.domain.largeobject.ObjectComparison;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.throttle.Rest;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.PgErrors;
import dev.theseus.jdbc.postgres.PgFence;
import dev.theseus.jdbc.postgres.Run;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** Works through the list of the target in small transactions. Safe for several threads and processes. */
final class PgLargeObjects implements LargeObjects {

    /** More locks at once would not fit into every server's table of locks. */
    private static final int MOST_AT_ONCE = 100;

    /** How much content one transaction brings over, in bytes, unless a single object has more. */
    private static final long BYTES_AT_ONCE = 64L << 20;

    private static final String OBJECT_NOT_IN_PREREQUISITE_STATE = "55000";

    private final PgDatabase source;
    private final PgDatabase target;
    private final ObjectTransfer transfer;
    private final Rest rest;

    PgLargeObjects(PgDatabase source, PgDatabase target, Rest rest) {
        this.source = source;
        this.target = target;
        this.rest = rest;
        this.transfer = new ObjectTransfer(source);
    }

    @Override
    public Carried carry(TablePlan table) throws InterruptedException {
        if (table.largeObjects().isEmpty()) {
            return Carried.NOTHING;
        }
        enter(table);
        Carried carried = Carried.NOTHING;
        long began = System.nanoTime();
        for (Step step = next(table); step.more(); step = next(table)) {
            carried = carried.plus(step.carried());
            began = rested(began);
        }
        requireAllCarried(table);
        return carried;
    }

    private void enter(TablePlan table) {
        target.inTransaction("list the large objects of " + table.on(target.side()), connection -> {
            new ObjectList(connection).enter(table, target.side());
            return Boolean.TRUE;
        });
    }

    /**
     * @param carried in one transaction
     * @param more whether there was something to carry
     */
    private record Step(Carried carried, boolean more) {}

    private Step next(TablePlan table) throws InterruptedException {
        return onTarget("bring large objects over", table, connection -> {
            SortedSet<Long> claimed = new ObjectList(connection).claim(table, MOST_AT_ONCE);
            return claimed.isEmpty()
                    ? new Step(Carried.NOTHING, false)
                    : new Step(transfer.bring(connection, table, fitting(claimed)), true);
        });
    }

    /** The first of them that together are not too large for one transaction; one in any case. */
    private SortedSet<Long> fitting(SortedSet<Long> numbers) throws SQLException {
        try (Connection from = ReadingFailed.orResult(source::connect)) {
            Map<Long, ObjectState> states = ReadingFailed.orResult(() -> ObjectLook.states(from, numbers));
            SortedSet<Long> fitting = new TreeSet<>();
            long bytes = 0;
            for (long number : numbers) {
                ObjectState state = states.get(number);
                bytes += state == null ? 0 : state.bytes();
                if (!fitting.isEmpty() && bytes > BYTES_AT_ONCE) {
                    return fitting;
                }
                fitting.add(number);
            }
            return fitting;
        }
    }

    /** Another process that had some in hand may have died or failed meanwhile; then these are waited for. */
    private void requireAllCarried(TablePlan table) throws InterruptedException {
        boolean open = target.inTransaction(
                "look for large objects to bring over", connection -> new ObjectList(connection).isOpen(table));
        if (open) {
            waitForOthers(table);
            carry(table);
        }
    }

    private void waitForOthers(TablePlan table) {
        target.inTransaction("wait for large objects that others bring over", connection -> {
            Run.sql(
                    connection,
                    "SELECT FROM theseus.large_object WHERE table_no = " + table.number()
                            + " AND carried_at IS NULL FOR UPDATE");
            return Boolean.TRUE;
        });
    }

    private interface Work<T> {
        T on(Connection target) throws SQLException, InterruptedException;
    }

    /** Like every apply: inside the fence, and only while changes travel this way. */
    private <T> T onTarget(String attempted, TablePlan table, Work<T> work) throws InterruptedException {
        String what = attempted + " for " + table.on(target.side());
        try (Connection connection = target.connect()) {
            Direction direction = PgFence.enter(connection).direction();
            if (direction.source() != source.side()) {
                throw new DatabaseRefused(
                        target.side(),
                        OBJECT_NOT_IN_PREREQUISITE_STATE,
                        "The " + target.side() + " database takes no large objects of the " + source.side()
                                + " database any more, because authority has moved",
                        new SQLException("authority has moved", OBJECT_NOT_IN_PREREQUISITE_STATE));
            }
            T result = work.on(connection);
            connection.commit();
            return result;
        } catch (ReadingFailed e) {
            throw PgErrors.translate(source.side(), what, e.error());
        } catch (SQLException e) {
            throw PgErrors.translate(target.side(), what, e);
        }
    }

    @Override
    public ObjectComparison compare(TablePlan table) throws InterruptedException {
        if (table.largeObjects().isEmpty()) {
            return ObjectComparison.NOTHING;
        }
        // rows that came by another way, and objects that were missed
        Carried missing = carry(table);
        ContentComparison comparison = new ContentComparison(source, target, table);
        comparison.repaired(missing.objects());
        long last = 0;
        long began = System.nanoTime();
        for (SortedSet<Long> numbers = listed(table, last); !numbers.isEmpty(); numbers = listed(table, last)) {
            comparison.compare(numbers, differing -> repair(table, differing));
            last = numbers.last();
            began = rested(began);
        }
        return comparison.result();
    }

    /** @return when the rest was over */
    private long rested(long began) throws InterruptedException {
        Thread.sleep(rest.after(Duration.ofNanos(System.nanoTime() - began)));
        return System.nanoTime();
    }

    private void repair(TablePlan table, SortedSet<Long> numbers) throws InterruptedException {
        onTarget("repair large objects", table, connection -> transfer.bring(connection, table, numbers));
    }

    private SortedSet<Long> listed(TablePlan table, long after) {
        return target.inTransaction(
                "read the list of large objects", c -> new ObjectList(c).after(table, after, MOST_AT_ONCE));
    }
}
