package dev.theseus.domain.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.database.TableName;
import dev.theseus.domain.verification.VerificationReport.Verdict;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerificationReportTest {

    @Test
    void nothingComparedProvesNothing() {
        assertThat(new VerificationReport(List.of()).verdict()).isEqualTo(Verdict.NOTHING_COMPARED);
    }

    @Test
    void repairedRowsAreEqual() {
        assertThat(report(table(7, 0, 0)).verdict()).isEqualTo(Verdict.EQUAL);
    }

    @Test
    void rowsThatCouldNotBeComparedAreNotEqual() {
        assertThat(report(table(0, 0, 0), table(0, 1, 0)).verdict()).isEqualTo(Verdict.UNSETTLED);
    }

    @Test
    void oneDivergenceInOneTableCountsMoreThanAnythingElse() {
        assertThat(report(table(0, 1, 0), table(0, 0, 1), table(0, 0, 0)).verdict())
                .isEqualTo(Verdict.DIVERGENT);
    }

    @Test
    void aTablePlanThatWasComparedWithinTheRowsOfAnotherCountsAsCovered() {
        VerificationReport report = new VerificationReport(List.of(table(0, 0, 0)), 2);
        assertThat(VerificationSummary.of(report, Instant.EPOCH).tables()).isEqualTo(3);
        assertThat(new VerificationReport(List.of(), 2).verdict()).isEqualTo(Verdict.NOTHING_COMPARED);
    }

    @Test
    void flawlessIsWhatWasComparedAndNeitherRepairedNorLeftOpen() {
        assertThat(report(table(0, 0, 0)).isFlawless()).isTrue();
        assertThat(report(table(0, 0, 0), table(1, 0, 0)).isFlawless()).isFalse();
        assertThat(report(table(0, 1, 0)).isFlawless()).isFalse();
        assertThat(report(table(0, 0, 1)).isFlawless()).isFalse();
        assertThat(report().isFlawless()).isFalse();
    }

    private static VerificationReport report(TableComparison... tables) {
        return new VerificationReport(List.of(tables));
    }

    private static TableComparison table(long repaired, long unsettled, long divergences) {
        return new TableComparison(
                new TableName("public", "t"),
                new TableName("public", "t"),
                10,
                10,
                100,
                3,
                2,
                repaired,
                unsettled,
                divergences,
                List.of(),
                List.of(),
                "md5");
    }
}
