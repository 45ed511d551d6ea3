package dev.theseus.jdbc.mariadb;

import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.relay.Applier.Patience;
import dev.theseus.domain.verification.Divergence;
import dev.theseus.jdbc.apply.PgAppliers;
import dev.theseus.jdbc.mariadb.MariaRowStream.Form;
import dev.theseus.jdbc.mariadb.MariaRowStream.Unwritable;
import dev.theseus.jdbc.postgres.CopyPipe;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.PgErrors;
import dev.theseus.jdbc.postgres.PgRelation;
import dev.theseus.jdbc.postgres.PgStripes;
import dev.theseus.jdbc.postgres.RowStream;
import dev.theseus.jdbc.postgres.Run;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Looks at single rows of both databases and says what is certain. The keys' locks keep new's rows still; then log and
 * rows of old are read from one snapshot. Where that shows no entry, all that the snapshot holds had been applied, so
 * the rows must be the same.
 */
record RowLooks(MariaDatabase old, MariaSource source, PgDatabase target) {

    /** The class of errors of values that a type has no place for. */
    static final String OF_A_VALUE = "22";

    /**
     * What is certain of some rows; those that are not named are equal.
     *
     * @param different not applied wrongly, but different
     * @param inFlight their change is not applied yet, or their locks are taken
     */
    record Found(List<Divergence> different, Set<RowKey> inFlight) {}

    Found at(TablePlan plan, PgRelation read, Comparing comparing, Collection<RowKey> keys)
            throws InterruptedException {
        try {
            return lockedAt(plan, read, comparing, keys);
        } catch (DatabaseRefused e) {
            if (!e.sqlState().startsWith(OF_A_VALUE)) {
                throw e;
            }
            return keys.size() == 1 ? unstorable(plan, List.copyOf(keys).getFirst()) : halves(plan, read, comparing, keys);
        }
    }

    /** Until the row stands alone that new has no place for. */
    private Found halves(TablePlan plan, PgRelation read, Comparing comparing, Collection<RowKey> keys)
            throws InterruptedException {
        List<RowKey> all = List.copyOf(keys);
        Found first = at(plan, read, comparing, all.subList(0, all.size() / 2));
        Found second = at(plan, read, comparing, all.subList(all.size() / 2, all.size()));
        List<Divergence> different = new ArrayList<>(first.different());
        different.addAll(second.different());
        Set<RowKey> inFlight = new HashSet<>(first.inFlight());
        inFlight.addAll(second.inFlight());
        return new Found(different, inFlight);
    }

    private Found unstorable(TablePlan plan, RowKey key) {
        Set<RowKey> pending = old.inTransaction(
                "look for entries of " + plan.old(), c -> MariaChangeLog.pendingOf(c, plan.number(), List.of(key)));
        return pending.isEmpty()
                ? new Found(List.of(new Divergence(key, Divergence.Kind.MISSING_ON_NEW, List.of())), Set.of())
                : new Found(List.of(), pending);
    }

    private Found lockedAt(TablePlan plan, PgRelation read, Comparing comparing, Collection<RowKey> keys)
            throws InterruptedException {
        String attempted = "compare rows of " + plan.target();
        try (Connection session = target.connect()) {
            Run.sql(session, "SET LOCAL lock_timeout = '5s'");
            PgStripes stripes = PgStripes.of(plan.number(), read, comparing.target());
            try {
                PgAppliers.locks().take(session, stripes, keys, Patience.WAIT);
            } catch (SQLException e) {
                if (PgErrors.isPassing(e) && !PgErrors.state(e).startsWith("08")) {
                    session.rollback();
                    return new Found(List.of(), Set.copyOf(keys));
                }
                throw e;
            }
            comparing.create(session);
            Found found = compare(session, plan, read, comparing, keys);
            session.rollback();
            return found;
        } catch (SQLException e) {
            throw PgErrors.translate(target.side(), attempted, e);
        }
    }

    private Found compare(
            Connection session, TablePlan plan, PgRelation read, Comparing comparing, Collection<RowKey> keys)
            throws SQLException, InterruptedException {
        List<Divergence> different = new ArrayList<>();
        Unwritable unwritable =
                (key, what) -> different.add(new Divergence(key, Divergence.Kind.MISSING_ON_NEW, List.of()));
        Set<RowKey> pending = stage(session, plan, read, comparing, keys, unwritable);
        Set<RowKey> unstorable = new HashSet<>(different.stream().map(Divergence::key).toList());
        different.addAll(comparing.differing(session));
        for (RowKey extra : comparing.extra(session, keys)) {
            if (!unstorable.contains(extra)) {
                different.add(new Divergence(extra, Divergence.Kind.EXTRA_ON_NEW, List.of()));
            }
        }
        different.removeIf(d -> pending.contains(d.key()));
        return new Found(different, pending);
    }

    /** @return the keys that have an entry in the log, as of the snapshot that the rows are from */
    private Set<RowKey> stage(
            Connection session,
            TablePlan plan,
            PgRelation read,
            Comparing comparing,
            Collection<RowKey> keys,
            Unwritable unwritable)
            throws SQLException, InterruptedException {
        try (Connection snapshot = old.snapshot()) {
            // before anything else is read: the snapshot begins with it
            Set<RowKey> pending = MariaChangeLog.pendingOf(snapshot, plan.number(), keys);
            try (RowStream rows = source.rows(snapshot, plan, read, keys, unwritable, Form.ROW_AND_KEY)) {
                flow(rows, session, comparing.copyIn(), plan);
            }
            return pending;
        } catch (SQLException e) {
            throw PgErrors.translate(Side.OLD, "read rows of " + plan.old(), MariaErrors.known(e));
        }
    }

    CopyPipe.Flow flow(RowStream rows, Connection session, String copyIn, TablePlan plan)
            throws InterruptedException {
        CopyPipe.Failures<RuntimeException> failures = new CopyPipe.Failures<>() {
            @Override
            public RuntimeException ofSource(SQLException error) {
                return PgErrors.translate(Side.OLD, "read rows of " + plan.old(), error);
            }

            @Override
            public RuntimeException ofTarget(SQLException error) {
                return PgErrors.translate(target.side(), "compare rows of " + plan.target(), error);
            }
        };
        return new CopyPipe<>(failures, CopyPipe.Pace.FREE).flow(rows, session, copyIn);
    }
}
