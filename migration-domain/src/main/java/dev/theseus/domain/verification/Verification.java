package dev.theseus.domain.verification;

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
}
