package dev.theseus.jdbc.storedvalue;

import dev.theseus.domain.changelog.BroughtOver;
import dev.theseus.domain.database.DatabaseUnavailable;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.largeobject.StoreUnavailable;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.verification.Divergence;
import dev.theseus.domain.verification.TableComparison;
import dev.theseus.domain.verification.Verification;
import dev.theseus.domain.verification.VerificationReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Compares the rows of each table, then reads what they refer to out of the store. A value that is not there is stored
 * again; a row whose value is not there even so, or is another one, is a row that differs.
 */
final class StoredVerification implements Verification {

    private final Verification rows;
    private final StoredValues values;

    StoredVerification(Verification rows, StoredValues values) {
        this.rows = rows;
        this.values = values;
    }

    @Override
    public VerificationReport verify(List<TablePlan> tables, Consumer<TableComparison> verified)
            throws InterruptedException {
        if (tables.stream().noneMatch(values::hasSome)) {
            return rows.verify(tables, verified);
        }
        List<TableComparison> comparisons = new ArrayList<>();
        int joined = 0;
        for (TablePlan table : tables) {
            // one by one, so that each is told once, with its values
            VerificationReport ofTable = rows.verify(List.of(table), one -> {});
            joined += ofTable.joined();
            for (TableComparison ofRows : ofTable.tables()) {
                TableComparison whole = values.hasSome(table) ? with(table, ofRows) : ofRows;
                comparisons.add(whole);
                verified.accept(whole);
            }
        }
        return new VerificationReport(comparisons, joined);
    }

    /** Which values were stored is not known: those of a table are all looked at. */
    @Override
    public VerificationReport verify(List<TablePlan> tables, BroughtOver brought, Consumer<TableComparison> verified)
            throws InterruptedException {
        List<TablePlan> without =
                tables.stream().filter(table -> !values.hasSome(table)).toList();
        List<TablePlan> with = tables.stream()
                .filter(values::hasSome)
                .filter(table -> brought.of(table) != BroughtOver.Extent.NOTHING)
                .toList();
        return rows.verify(without, brought, verified).and(verify(with, verified));
    }

    /**
     * What the store holds of a table.
     *
     * @param bytes read
     * @param mended values that were put there once more
     * @param damaged keys of rows whose value is not there even so, some of them
     */
    private record Found(long bytes, long mended, List<RowKey> damaged) {}

    private TableComparison with(TablePlan table, TableComparison ofRows) throws InterruptedException {
        Found found = find(table);
        String reference = StoredColumn.of(table).getFirst().reference();
        List<Divergence> examples = found.damaged().stream()
                .map(key -> new Divergence(key, Divergence.Kind.DIFFERENT, List.of(reference)))
                .toList();
        return ofRows.with(found.bytes(), found.mended(), found.damaged().size(), examples);
    }

    /** Until there is nothing left to mend: a look names so many rows and no more. */
    private Found find(TablePlan table) throws InterruptedException {
        try {
            long mended = 0;
            while (true) {
                StoredValues.Check check = values.check(table);
                Set<RowKey> now = values.mend(table, check.damaged());
                mended += now.size();
                List<RowKey> damaged = check.damaged().stream()
                        .filter(key -> !now.contains(key))
                        .toList();
                if (!damaged.isEmpty() || check.damaged().size() < StoredValues.MOST_DAMAGED) {
                    return new Found(check.bytes(), mended, damaged);
                }
            }
        } catch (StoreUnavailable e) {
            throw new DatabaseUnavailable(Side.NEW, "read stored values of " + table.target(), e);
        }
    }
}
