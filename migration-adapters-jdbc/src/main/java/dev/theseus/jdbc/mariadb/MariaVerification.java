package dev.theseus.jdbc.mariadb;

import dev.theseus.domain.changelog.ChangeLog;
import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.Direction;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.relay.Applier;
import dev.theseus.domain.relay.Relay;
import dev.theseus.domain.verification.Divergence;
import dev.theseus.domain.verification.TableComparison;
import dev.theseus.domain.verification.Verification;
import dev.theseus.domain.verification.VerificationReport;
import dev.theseus.jdbc.copy.CopySource;
import dev.theseus.jdbc.postgres.KeyMatch;
import dev.theseus.jdbc.postgres.PgColumn;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.PgErrors;
import dev.theseus.jdbc.postgres.PgRelation;
import dev.theseus.jdbc.postgres.RowStream;
import dev.theseus.jdbc.verify.Repairs;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Compares all rows under live writes: range by range through a temporary table of new, then once more under its locks
 * whatever did not agree, through the log again what differs even so. Only what still differs is a divergence.
 */
final class MariaVerification implements Verification {

    private static final int RANGE = 10_000;
    private static final int TOGETHER = 500;
    private static final int LOOKS = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final MariaSource source;
    private final PgDatabase target;
    private final RowLooks looks;
    private final Repairs repairs;

    MariaVerification(MariaSource source, PgDatabase target, RowLooks looks, Repairs repairs) {
        this.source = source;
        this.target = target;
        this.looks = looks;
        this.repairs = repairs;
    }

    @Override
    public VerificationReport verify(List<TablePlan> tables, Consumer<TableComparison> verified)
            throws InterruptedException {
        List<TableComparison> compared = new ArrayList<>();
        for (TablePlan table : tables) {
            TableComparison comparison = new OneTable(table).compare();
            verified.accept(comparison);
            compared.add(comparison);
        }
        return new VerificationReport(compared);
    }

    /** The comparison of one table, with what it has counted. */
    private final class OneTable {

        private final TablePlan plan;
        private final PgRelation read;
        private final Comparing comparing;
        private final List<Divergence> examples = new ArrayList<>();
        private final List<Divergence> mended = new ArrayList<>();
        private long rowsOld;
        private long rowsNew;
        private long bytes;
        private long lagging;
        private long settled;
        private long repaired;
        private long unsettled;
        private long divergences;

        OneTable(TablePlan plan) {
            this.plan = plan;
            this.read = ofOld("describe " + plan.old(), () -> source.describe(plan));
            this.comparing = target.inTransaction("describe " + plan.target(), c -> {
                PgRelation into = PgRelation.target(c, plan, Direction.FORWARD);
                List<String> losses = plan.image(Direction.FORWARD).orElseThrow().losses();
                List<PgColumn> compared = into.columns().stream()
                        .filter(column -> !losses.contains(column.name()))
                        .toList();
                return new Comparing(into, KeyMatch.of(c, into), compared);
            });
        }

        TableComparison compare() throws InterruptedException {
            Set<RowKey> suspects = scan();
            List<RowKey> all = List.copyOf(suspects);
            for (int from = 0; from < all.size(); from += TOGETHER) {
                settle(all.subList(from, Math.min(all.size(), from + TOGETHER)));
            }
            return new TableComparison(
                    plan.old(),
                    plan.target(),
                    rowsOld,
                    rowsNew,
                    2 * bytes,
                    lagging,
                    settled,
                    repaired,
                    unsettled,
                    divergences,
                    examples,
                    mended,
                    "texts of the new database");
        }

        /** All rows, range by range; what does not agree may only lag. */
        private Set<RowKey> scan() throws InterruptedException {
            Set<RowKey> suspects = new HashSet<>();
            CopySource.Extent extent = ofOld("measure " + plan.old(), () -> source.measure(plan));
            try (Connection session = target.connect()) {
                comparing.create(session);
                session.commit();
                Optional<RowKey> after = Optional.empty();
                while (extent.last().isPresent()) {
                    Optional<RowKey> from = after;
                    RowKey last = extent.last().get();
                    Optional<CopySource.Boundary> range =
                            ofOld("cut a range of " + plan.old(), () -> source.next(plan, from, last, RANGE));
                    if (range.isEmpty()) {
                        break;
                    }
                    compareRange(session, after, range.get().key(), suspects);
                    after = Optional.of(range.get().key());
                }
                suspects.addAll(comparing.unseen(session));
                rowsNew = comparing.rowsOfTarget(session);
                comparing.drop(session);
                session.commit();
                return suspects;
            } catch (SQLException e) {
                throw PgErrors.translate(target.side(), "compare rows of " + plan.target(), e);
            }
        }

        private void compareRange(Connection session, Optional<RowKey> after, RowKey upTo, Set<RowKey> suspects)
                throws SQLException, InterruptedException {
            Set<RowKey> seen = new HashSet<>();
            try (RowStream rows = range(after, upTo, seen::add, suspects)) {
                bytes += looks.flow(rows, session, comparing.copyIn(), plan).bytes();
                comparing.differing(session).forEach(d -> suspects.add(d.key()));
                comparing.next(session);
                session.commit();
            } catch (DatabaseRefused e) {
                if (!e.sqlState().startsWith(RowLooks.OF_A_VALUE)) {
                    throw e;
                }
                // new has no place for a value of one of them
                session.rollback();
                noteAll(after, upTo, seen);
                suspects.addAll(seen);
            }
            rowsOld += seen.size();
        }

        private RowStream range(
                Optional<RowKey> after, RowKey upTo, Predicate<RowKey> told, Set<RowKey> unwritable) {
            return ofOld(
                    "read rows of " + plan.old(),
                    () -> source.all(plan, read, after, upTo, told, (key, what) -> unwritable.add(key)));
        }

        /** The keys of all rows of a range. */
        private void noteAll(Optional<RowKey> after, RowKey upTo, Set<RowKey> seen) throws SQLException {
            Predicate<RowKey> noted = key -> {
                seen.add(key);
                return false;
            };
            try (RowStream rows = range(after, upTo, noted, seen)) {
                ofOld("read keys of " + plan.old(), () -> rows.next() == null);
            }
        }

        private void settle(List<RowKey> keys) throws InterruptedException {
            Settled first = look(keys);
            lagging += keys.size() - first.different().size() - first.inFlight().size();
            holdStill(first.inFlight());
            if (first.different().isEmpty()) {
                return;
            }
            repairs.log().append(plan, first.different().keySet());
            Settled second = look(first.different().keySet());
            repaired += first.different().size()
                    - second.different().size()
                    - second.inFlight().size();
            holdStill(second.inFlight());
            first.different().values().stream()
                    .filter(d -> !second.different().containsKey(d.key()))
                    .limit(TableComparison.MAXIMUM_EXAMPLES - mended.size())
                    .forEach(mended::add);
            second.different().values().forEach(this::diverges);
        }

        private record Settled(Map<RowKey, Divergence> different, Set<RowKey> inFlight) {}

        /** Looks until every row has held still, or has not for too long. */
        private Settled look(Iterable<RowKey> keys) throws InterruptedException {
            Map<RowKey, Divergence> different = new HashMap<>();
            Set<RowKey> inFlight = new HashSet<>();
            keys.forEach(inFlight::add);
            for (int look = 0; look < LOOKS && !inFlight.isEmpty(); look++) {
                repairs.relay().awaitDrained(List.of(plan), PATIENCE);
                RowLooks.Found found = looks.at(plan, read, comparing, Set.copyOf(inFlight));
                found.different().forEach(d -> different.put(d.key(), d));
                inFlight.retainAll(found.inFlight());
            }
            return new Settled(different, inFlight);
        }

        /** Brings rows that never hold still over at once, which leaves them only milliseconds to change before the look. */
        private void holdStill(Set<RowKey> keys) throws InterruptedException {
            Set<RowKey> moving = new HashSet<>(keys);
            for (int look = 0; look < LOOKS && !moving.isEmpty(); look++) {
                repairs.applier().apply(plan, Set.copyOf(moving), Applier.Patience.WAIT);
                RowLooks.Found found = looks.at(plan, read, comparing, Set.copyOf(moving));
                found.different().forEach(this::diverges);
                found.different().forEach(d -> moving.remove(d.key()));
                long before = moving.size();
                moving.retainAll(found.inFlight());
                settled += before - moving.size();
            }
            unsettled += moving.size();
        }

        private void diverges(Divergence divergence) {
            divergences++;
            if (examples.size() < TableComparison.MAXIMUM_EXAMPLES) {
                examples.add(divergence);
            }
        }
    }

    private interface Call<T> {
        T make() throws SQLException;
    }

    private <T> T ofOld(String attempted, Call<T> call) {
        try {
            return call.make();
        } catch (SQLException e) {
            throw PgErrors.translate(source.side(), attempted, MariaErrors.known(e));
        }
    }
}
