package dev.theseus.jdbc.verify;

import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.plan.VerificationSettings;
import dev.theseus.domain.verification.Divergence;
import dev.theseus.domain.verification.TableComparison;
import dev.theseus.jdbc.rowmapping.UnmappableRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The comparison of one table. If nothing writes to it, it is first condensed as a whole, which is the fastest; if that
 * differs, or if the table is being written to, it is condensed into buckets; and only the rows of buckets that differ
 * are looked at one by one.
 */
final class OneTable {

    /**
     * A table whose first row came right after it was read is read again; more often than this, the reading is wrong.
     */
    private static final int MOST_EMPTY_READINGS = 3;

    /** Rows that are looked for by one query on each side. */
    private static final int TOGETHER = 1_000;

    private final TablePair table;
    private final Digests digests;
    private final TableScan scan;
    private final VerificationSettings settings;
    private final Repairs repairs;
    private final Attempts attempts;

    OneTable(
            TablePair table,
            Digests digests,
            TableScan scan,
            VerificationSettings settings,
            Repairs repairs,
            Attempts attempts) {
        this.table = table;
        this.digests = digests;
        this.scan = scan;
        this.settings = settings;
        this.repairs = repairs;
        this.attempts = attempts;
    }

    TableComparison compare(RelayPatience patience) throws InterruptedException {
        return compare(patience, NotMapped.NONE);
    }

    /**
     * @param notMapped rows of the source that are left out of what is read; each of them differs
     * @throws DatabaseRefused also if an expression fails on another row
     */
    TableComparison compare(RelayPatience patience, NotMapped notMapped) throws InterruptedException {
        TableScan.Sums sums = readRows();
        Tally tally = new Tally();
        notMapped.rows().forEach((key, columns) -> {
            tally.divergent();
            tally.example(new Divergence(key, Divergence.Kind.NOT_MAPPED, columns));
        });
        if (!sums.differing().isEmpty()) {
            new DrillDown(table, scan, attempts).into(sums, settling(patience, tally, notMapped));
        }
        return tally.comparison(table.plan(), sums, digests.hash());
    }

    /**
     * Compares some rows, each by its key. A row that neither side has counts as read: that it is on neither was seen.
     *
     * @param rows keys of the source
     * @throws DatabaseRefused also if an expression fails on one of them
     */
    TableComparison compare(Collection<RowKey> rows, RelayPatience patience) throws InterruptedException {
        Tally tally = new Tally();
        RowLook look = new RowLook(table, repairs.log(), attempts);
        Settling settling = settling(patience, tally, NotMapped.NONE);
        List<RowKey> all = List.copyOf(rows);
        for (int from = 0; from < all.size(); from += TOGETHER) {
            Set<RowKey> unlike = new HashSet<>();
            look.at(all.subList(from, Math.min(all.size(), from + TOGETHER))).forEach((key, seen) -> {
                if (seen != RowLook.Seen.EQUAL) {
                    unlike.add(key);
                }
            });
            settling.settle(unlike);
        }
        return tally.comparison(table.plan(), new Tally.Read(all.size(), all.size(), 0), digests.hash());
    }

    /** Too many rows fail the reading of all, or one that can't be told. */
    DatabaseRefused unmappable(DatabaseRefused e) {
        return new DatabaseRefused(
                e.side(),
                e.sqlState(),
                "Rows of " + table.source() + " have no row in "
                        + table.sink().relation().name()
                        + ", because " + culprit(e)
                        + "; nothing was compared. Rows that could not be mapped are set aside with their keys in"
                        + " theseus.set_aside: correct the mapping or the rows, and compare again",
                e);
    }

    private static String culprit(DatabaseRefused e) {
        return e.getCause() instanceof SQLException refused && refused.getCause() instanceof UnmappableRow row
                ? String.valueOf(row.getMessage())
                : "an expression of the mapping fails on them (SQLSTATE " + e.sqlState()
                        + "), and they are too many to be told one by one";
    }

    private Settling settling(RelayPatience patience, Tally tally, NotMapped notMapped) {
        Settling.Steps steps = new Settling.Steps(
                new RowLook(table, repairs.log(), attempts),
                new HotRow(table, repairs.applier(), attempts),
                new Strays(table, repairs.log(), patience, settings.recheckAttempts(), attempts),
                new ColumnDifferences(table, digests, attempts),
                repairs,
                patience,
                attempts);
        return new Settling(table, steps, settings.recheckAttempts(), notMapped, tally);
    }

    /** A reading that saw no row of a table that has some proves nothing, so it does not count. */
    private TableScan.Sums readRows() throws InterruptedException {
        for (int reading = 1; reading <= MOST_EMPTY_READINGS; reading++) {
            TableScan.Sums sums = read();
            if (saw(table.old(), sums.old()) && saw(table.target(), sums.target())) {
                return sums;
            }
        }
        throw new IllegalStateException("The comparison of " + table.plan().old() + " read no row, "
                + MOST_EMPTY_READINGS + " times, although the table has some: nothing was compared");
    }

    private TableScan.Sums read() throws InterruptedException {
        int buckets = BucketSums.buckets(scan.plan(Side.OLD).rows(), settings.rowsPerBucket());
        if (buckets > 1 && isQuiet()) {
            TableScan.Sums whole = scan.read(1);
            if (whole.differing().isEmpty()) {
                return whole;
            }
        }
        return scan.read(buckets);
    }

    private boolean isQuiet() throws InterruptedException {
        return attempts.untilAvailable(() -> {
            TablePlan plan = table.plan();
            return repairs.log().pending(Set.of(plan.number()), Set.of(), 1).isEmpty();
        });
    }

    private boolean saw(SideTable side, BucketSums sums) throws InterruptedException {
        return sums.rows() > 0 || !holdsRows(side);
    }

    private boolean holdsRows(SideTable side) throws InterruptedException {
        return attempts.inTransaction(side.database(), "see whether " + side + " is empty", connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(
                            "SELECT EXISTS (SELECT FROM " + side.relation().from("t") + ")")) {
                return row.next() && row.getBoolean(1);
            }
        });
    }
}
