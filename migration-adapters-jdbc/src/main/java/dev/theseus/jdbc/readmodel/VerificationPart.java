package dev.theseus.jdbc.readmodel;

import dev.theseus.domain.verification.VerificationReport.Verdict;
import dev.theseus.domain.verification.VerificationSummary;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.time.Instant;

/** The last verification, as columns of the status. Objects, not numbers: all of them are NULL before the first one. */
@Embeddable
record VerificationPart(
        @Column(name = "verified_at") Instant at,
        @Enumerated(EnumType.STRING) Verdict verdict,
        @Column(name = "verified_tables") Integer tables,
        @Column(name = "verified_rows") Long rows,
        @Column(name = "repaired_rows") Long repaired,
        @Column(name = "divergent_rows") Long divergent) {

    static VerificationPart of(VerificationSummary s) {
        return new VerificationPart(s.at(), s.verdict(), s.tables(), s.rowsCompared(), s.repaired(), s.divergences());
    }

    VerificationSummary summary() {
        return new VerificationSummary(at, verdict, tables, rows, repaired, divergent);
    }
}
