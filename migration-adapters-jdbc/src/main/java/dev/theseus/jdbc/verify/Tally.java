package dev.theseus.jdbc.verify;

import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.verification.Divergence;
import dev.theseus.domain.verification.TableComparison;
import java.util.ArrayList;
import java.util.List;

/** Counts what became of the rows that did not agree at first. Used by one thread. */
final class Tally {

    private final List<Divergence> examples = new ArrayList<>();
    private final List<Divergence> repairs = new ArrayList<>();
    private long lagging;
    private long settled;
    private long repaired;
    private long unsettled;
    private long divergences;

    void lagging() {
        lagging++;
    }

    void settled() {
        settled++;
    }

    void repaired() {
        repaired++;
    }

    boolean wantsRepairs() {
        return repairs.size() < TableComparison.MAXIMUM_EXAMPLES;
    }

    /** A row as it was before it was repaired. */
    void repair(Divergence was) {
        if (wantsRepairs()) {
            repairs.add(was);
        }
    }

    void unsettled() {
        unsettled++;
    }

    void divergent() {
        divergences++;
    }

    boolean wantsExamples() {
        return examples.size() < TableComparison.MAXIMUM_EXAMPLES;
    }

    void example(Divergence divergence) {
        if (wantsExamples()) {
            examples.add(divergence);
        }
    }

    TableComparison comparison(TablePlan table, TableScan.Sums sums, RowHash hash) {
        return comparison(table, new Read(sums.old().rows(), sums.target().rows(), sums.bytes()), hash);
    }

    /**
     * What was read.
     *
     * @param bytes on both sides
     */
    record Read(long rowsOld, long rowsNew, long bytes) {}

    TableComparison comparison(TablePlan table, Read read, RowHash hash) {
        return new TableComparison(
                table.old(),
                table.target(),
                read.rowsOld(),
                read.rowsNew(),
                read.bytes(),
                lagging,
                settled,
                repaired,
                unsettled,
                divergences,
                examples,
                repairs,
                hash.function());
    }
}
