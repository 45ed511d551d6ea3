package dev.theseus.domain.verification;

import java.util.List;
import java.util.stream.Stream;

/**
 * All tables of one verification.
 *
 * @param tables compared, one for each table plan that carries rows in the direction in force
 * @param joined table plans whose rows were compared within those of another, whose image joins them
 */
public record VerificationReport(List<TableComparison> tables, int joined) {

    /** Of tables that all carry their own rows. */
    public VerificationReport(List<TableComparison> tables) {
        this(tables, 0);
    }

    public VerificationReport {
        tables = List.copyOf(tables);
    }

    /** What the report says as a whole. */
    public enum Verdict {
        EQUAL,
        DIVERGENT,
        /** No row is known to differ, but some never held still for long enough to be compared. */
        UNSETTLED,
        /** No table, or no row on either side was compared although the plan expected some: nothing is proven. */
        NOTHING_COMPARED
    }

    public Verdict verdict() {
        if (tables.isEmpty()) {
            return Verdict.NOTHING_COMPARED;
        }
        if (divergences() > 0) {
            return Verdict.DIVERGENT;
        }
        return unsettled() > 0 ? Verdict.UNSETTLED : Verdict.EQUAL;
    }

    /** Whether every row was as it should be, without having been repaired. */
    public boolean isFlawless() {
        return verdict() == Verdict.EQUAL && repaired() == 0;
    }

    /** Both as one. */
    public VerificationReport and(VerificationReport other) {
        return new VerificationReport(
                Stream.concat(tables.stream(), other.tables.stream()).toList(), joined + other.joined);
    }

    public long divergences() {
        return tables.stream().mapToLong(TableComparison::divergences).sum();
    }

    public long unsettled() {
        return tables.stream().mapToLong(TableComparison::unsettled).sum();
    }

    public long repaired() {
        return tables.stream().mapToLong(TableComparison::repaired).sum();
    }

    public long rowsCompared() {
        return tables.stream().mapToLong(TableComparison::rowsOld).sum();
    }
}
