package dev.theseus.app.run;

import dev.theseus.domain.changelog.BroughtOver;
import dev.theseus.domain.changelog.BroughtOver.Extent;
import dev.theseus.domain.migration.Courses;
import dev.theseus.domain.migration.Failback;
import dev.theseus.domain.plan.FailbackSettings.Compare;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.verification.Verification;
import dev.theseus.domain.verification.VerificationReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The comparison before reads come back to new. A server that comes back has lost nothing, or the last of what it had
 * confirmed. So the rows that were brought over last before it went say whether it has: if they are all there, so is
 * everything before; if one had to be repaired, nobody knows how much is lost, and all tables are compared. Used by one
 * thread.
 */
final class TouchedRows {

    /** Nodes notice a failure, and this run hears of it. */
    private static final Duration HEARD_WITHIN = Duration.ofSeconds(10);

    /** Before new went, in which some row has to have been brought over that was not again since. */
    private static final Duration WITNESSED = Duration.ofSeconds(20);

    private final Ground ground;
    private Optional<Noticed> noticed = Optional.empty();

    /**
     * A failure that this run knows of.
     *
     * @param deadline of the failback that it led to, which tells it from others
     */
    private record Noticed(Instant deadline, Instant at) {}

    TouchedRows(Ground ground) {
        this.ground = ground;
    }

    /** Reads of new fail, from now on or still. */
    void readsFail() {
        Optional<Instant> deadline = deadline();
        if (deadline.isPresent() && !noticed.map(Noticed::deadline).equals(deadline)) {
            noticed = deadline.map(of -> new Noticed(of, ground.now()));
        }
    }

    private Optional<Instant> deadline() {
        return Courses.failback(ground.reports().state()).map(Failback::deadline);
    }

    VerificationReport compare() throws InterruptedException {
        List<TablePlan> tables = ground.plan().tables();
        Verification verification = ground.data().verification();
        BroughtOver brought = brought(tables);
        VerificationReport report = verification.verify(tables, brought, ground.listener()::compared);
        boolean all = tables.stream().allMatch(table -> brought.of(table) == Extent.ANY_ROW);
        return all || report.isFlawless() ? report : verification.verify(tables, ground.listener()::compared);
    }

    /** Of a failure that an earlier run noticed, nobody knows what it had brought over. */
    private BroughtOver brought(List<TablePlan> tables) {
        Optional<Instant> deadline = deadline();
        return noticed.filter(n -> deadline.equals(Optional.of(n.deadline())))
                .filter(n -> ground.plan().settings().traffic().failback().compare() == Compare.TOUCHED)
                .map(n -> broughtSince(tables, Duration.between(n.at(), ground.now())))
                .orElseGet(() -> BroughtOver.unknown(tables));
    }

    /** What was brought over since new went says nothing of what it may have lost: by itself it is not enough. */
    private BroughtOver broughtSince(List<TablePlan> tables, Duration heard) {
        Duration away = ground.data().relay().beforeOutages(heard.plus(HEARD_WITHIN));
        BroughtOver all = brought(tables, away.plus(WITNESSED));
        return all.knowsRowsBeyond(brought(tables, away)) ? all : BroughtOver.unknown(tables);
    }

    private BroughtOver brought(List<TablePlan> tables, Duration past) {
        return ground.data()
                .relay()
                .broughtOver(tables, past)
                .and(ground.data().broughtByRequests().lately(tables, past));
    }
}
