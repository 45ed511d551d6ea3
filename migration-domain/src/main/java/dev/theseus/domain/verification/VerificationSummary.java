package dev.theseus.domain.verification;

import dev.theseus.domain.verification.VerificationReport.Verdict;
import java.time.Instant;

/**
 * The figures of a verification that are kept: no row, no key.
 *
 * @param at when it ended
 * @param verdict what it says as a whole
 * @param tables table plans that were compared, each by itself or within the rows of another
 * @param rowsCompared rows read on the old side
 * @param repaired rows that were brought over again
 * @param divergences rows that still differ; where some do, those that never settled are counted among them
 */
public record VerificationSummary(
        Instant at, Verdict verdict, int tables, long rowsCompared, long repaired, long divergences) {

    public static VerificationSummary of(VerificationReport report, Instant at) {
        return new VerificationSummary(
                at,
                report.verdict(),
                report.tables().size() + report.joined(),
                report.rowsCompared(),
                report.repaired(),
                report.verdict() == Verdict.DIVERGENT ? report.divergences() + report.unsettled() : 0);
    }
}
