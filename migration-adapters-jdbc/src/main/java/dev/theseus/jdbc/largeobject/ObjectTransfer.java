package dev.theseus.jdbc.largeobject;

import dev.theseus.domain.largeobject.LargeObjects.Carried;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.PgDurability;
import dev.theseus.jdbc.postgres.PgFence;
import dev.theseus.jdbc.postgres.Run;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Makes objects of the target what the source's are now, within a transaction of the target. Like an apply of rows, it
 * reads the source after it holds the objects' locks, so contents only move forward. Safe for several threads.
 */
public final class ObjectTransfer {

    /** The first number of the locks of single objects; the second one is the object's. */
    public static final int LOCKS = PgFence.LOCKS + 4;

    private static final String DUPLICATE = "42710";
    private static final String WRONG_CONTENT = "58P01";
    private static final long MIDDLE = 1L << 31;

    private final PgDatabase source;

    /** @param source the side that has authority */
    public ObjectTransfer(PgDatabase source) {
        this.source = source;
    }

    /**
     * Brings some objects over: those that are missing are made, those that differ are written anew, those that came
     * from the source and are gone there are removed.
     *
     * @param target inside of its transaction; waits for locks as long as its lock time-out says
     * @param table whose rows stand for them
     * @throws ReadingFailed if it is the source that failed
     * @throws SQLException if the target failed, or has an object of its own under one of the numbers
     * @throws InterruptedException if the calling thread was interrupted
     */
    public Carried bring(Connection target, TablePlan table, Collection<Long> numbers)
            throws SQLException, InterruptedException {
        SortedSet<Long> wanted = new TreeSet<>(numbers);
        if (wanted.isEmpty()) {
            return Carried.NOTHING;
        }
        lock(target, wanted);
        try (Connection from = ReadingFailed.orResult(source::connect)) {
            Carried carried = new OneBatch(from, target, table, wanted).bring();
            durable(from);
            return carried;
        }
    }

    /** Lock numbers are signed, those of objects are not. */
    private static void lock(Connection target, SortedSet<Long> numbers) throws SQLException {
        try (PreparedStatement lock = target.prepareStatement("SELECT pg_catalog.pg_advisory_xact_lock(?, ?)")) {
            for (long number : numbers) {
                lock.setInt(1, LOCKS);
                lock.setInt(2, Math.toIntExact(number - MIDDLE));
                lock.execute();
            }
        }
    }

    private static void durable(Connection from) throws ReadingFailed, InterruptedException {
        try {
            PgDurability.await(from);
        } catch (SQLException e) {
            throw new ReadingFailed(e);
        }
    }

    /** Objects that are locked, and both sessions. */
    private record OneBatch(Connection from, Connection into, TablePlan table, SortedSet<Long> numbers) {

        Carried bring() throws SQLException, InterruptedException {
            Map<Long, ObjectState> there = ReadingFailed.orResult(() -> ObjectLook.states(from, numbers));
            Map<Long, ObjectState> here = ObjectLook.states(into, numbers);
            Set<Long> ours = refuseStrangers(there, here);
            Set<Long> alike = alike(there, here);
            Map<Long, String> written = new HashMap<>();
            Carried carried = Carried.NOTHING;
            for (long number : numbers) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("Interrupted while large objects were brought over");
                }
                ObjectState wanted = there.get(number);
                if (wanted == null) {
                    remove(number, here, ours);
                } else {
                    carried = carried.plus(bring(wanted, here, alike, written));
                }
            }
            requireSameContent(written);
            return carried;
        }

        private Carried bring(
                ObjectState wanted, Map<Long, ObjectState> here, Set<Long> alike, Map<Long, String> written)
                throws SQLException {
            long number = wanted.number();
            long bytes = wanted.bytes();
            ObjectState before = here.get(number);
            if (before == null) {
                Run.sql(into, "SELECT pg_catalog.lo_create(" + number + "::pg_catalog.oid)");
            }
            if (!alike.contains(number)) {
                ContentPipe.Flow flow = new ContentPipe(from, into).flow(number);
                written.put(number, flow.digest());
                bytes = flow.bytes();
            }
            ObjectState now = before == null ? fresh(wanted) : before;
            long left = new ObjectRights(into).give(now, wanted.rights());
            new ObjectList(into).note(table, number, OptionalLong.of(bytes));
            return new Carried(alike.contains(number) ? 0 : 1, alike.contains(number) ? 0 : bytes, left);
        }

        private ObjectState fresh(ObjectState wanted) throws SQLException {
            String role = Run.texts(into, "SELECT current_user").getFirst();
            return new ObjectState(wanted.number(), 0, new ObjectState.Rights(role, List.of()));
        }

        private void remove(long number, Map<Long, ObjectState> here, Set<Long> ours) throws SQLException {
            if (here.containsKey(number) && ours.contains(number)) {
                Run.sql(into, "SELECT pg_catalog.lo_unlink(" + number + "::pg_catalog.oid)");
            }
            new ObjectList(into).note(table, number, OptionalLong.empty());
        }

        /** An object that neither side knows to have come from the other is somebody else's. */
        private Set<Long> refuseStrangers(Map<Long, ObjectState> there, Map<Long, ObjectState> here)
                throws SQLException {
            Set<Long> ours = new HashSet<>(new ObjectList(into).known(here.keySet()));
            ours.addAll(ReadingFailed.orResult(() -> new ObjectList(from).known(here.keySet())));
            List<Long> strangers = here.keySet().stream()
                    .filter(there::containsKey)
                    .filter(number -> !ours.contains(number))
                    .sorted()
                    .toList();
            if (!strangers.isEmpty()) {
                throw new SQLException(
                        "Rows of " + table.old() + " stand for large object " + strangers.getFirst()
                                + ", but the database that they go to has another object of that number, which did not"
                                + " come from here. Give it another number there, or remove it if nothing refers to it.",
                        DUPLICATE);
            }
            return ours;
        }

        private Set<Long> alike(Map<Long, ObjectState> there, Map<Long, ObjectState> here) throws SQLException {
            List<Long> candidates = new ArrayList<>();
            for (ObjectState one : there.values()) {
                ObjectState other = here.get(one.number());
                if (other != null && other.bytes() == one.bytes()) {
                    candidates.add(one.number());
                }
            }
            if (candidates.isEmpty()) {
                return Set.of();
            }
            Map<Long, String> theirs = ReadingFailed.orResult(() -> ObjectLook.digests(from, candidates));
            Map<Long, String> own = ObjectLook.digests(into, candidates);
            Set<Long> alike = new HashSet<>(candidates);
            alike.removeIf(number -> !own.getOrDefault(number, "").equals(theirs.get(number)));
            return alike;
        }

        /** What the server has stored is what was read. */
        private void requireSameContent(Map<Long, String> written) throws SQLException {
            if (written.isEmpty()) {
                return;
            }
            Map<Long, String> stored = ObjectLook.digests(into, written.keySet());
            for (Map.Entry<Long, String> one : written.entrySet()) {
                if (!one.getValue().equals(stored.get(one.getKey()))) {
                    throw new SQLException(
                            "Large object " + one.getKey() + " was stored with another content than was read",
                            WRONG_CONTENT);
                }
            }
        }
    }
}
