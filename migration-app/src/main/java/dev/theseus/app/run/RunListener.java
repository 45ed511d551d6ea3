package dev.theseus.app.run;

import dev.theseus.domain.authority.HandoverOutcome;
import dev.theseus.domain.process.Work;
import dev.theseus.domain.verification.TableComparison;
import dev.theseus.domain.verification.VerificationReport;
import java.time.Duration;

/** Hears how a run goes, to show it to people. Called from several threads; returns quickly. */
public interface RunListener {

    /** Work begins, or begins again. */
    void begins(Work work);

    /** Work ended, whatever came of it. */
    void ended(Work work, Duration took);

    /** Something is waited for; repeated as long as it is. */
    void waits(String what);

    /** The comparison of a table ended. */
    void compared(TableComparison comparison);

    /** The comparison of all tables ended. */
    void verified(VerificationReport report);

    /** A handover ended, in whichever way. */
    void handed(HandoverOutcome outcome);

    /** Work failed in a way that repeating does not mend. */
    void failed(Work work, RuntimeException reason);
}
