package dev.theseus.domain.verification;

import dev.theseus.domain.changelog.BroughtOver;
import dev.theseus.domain.plan.TablePlan;
import java.util.List;
import java.util.function.Consumer;

/**
 * Compares both databases under live writes: checksums of ranges on both sides, row by row where they differ, through
 * the log again where a row differs, and only what still differs after that is a divergence.
 */
public interface Verification {

    /**
     * Compares the tables, repairing what differs.
     *
     * @param verified called for each table when its comparison ends, from any thread
     * @throws InterruptedException if the calling thread was interrupted
     */
    VerificationReport verify(List<TablePlan> tables, Consumer<TableComparison> verified) throws InterruptedException;

    /**
     * Compares at least the rows that were brought over, repairing what differs. Tables of which nothing was are not in
     * the report. Whoever can't look at single rows compares all of a table.
     *
     * @param verified as above
     * @throws InterruptedException if the calling thread was interrupted
     */
    default VerificationReport verify(List<TablePlan> tables, BroughtOver brought, Consumer<TableComparison> verified)
            throws InterruptedException {
        return verify(
                tables.stream()
                        .filter(table -> brought.of(table) != BroughtOver.Extent.NOTHING)
                        .toList(),
                verified);
    }
}
