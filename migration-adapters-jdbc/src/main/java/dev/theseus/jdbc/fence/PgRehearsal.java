package dev.theseus.jdbc.fence;

import dev.theseus.domain.authority.Fencing;
import dev.theseus.domain.authority.HandoverOutcome;
import dev.theseus.domain.authority.Rehearsal;
import dev.theseus.domain.capture.CaptureRefused;
import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.PauseBudget;
import dev.theseus.jdbc.apply.ApplyLimits;
import dev.theseus.jdbc.apply.PgAppliers;
import dev.theseus.jdbc.capture.PgCapture;
import dev.theseus.jdbc.postgres.LockPatience;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.PgFence;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Goes there and back on a table of our own, with the same triggers, appliers and handover as the migrated tables have,
 * and a fence of its own. What it leaves behind after a crash, the next one takes away.
 */
final class PgRehearsal {

    private static final PauseBudget BUDGET =
            new PauseBudget(Duration.ofSeconds(1), Duration.ofMillis(500), Duration.ofSeconds(3));

    private static final Epoch THERE = Epoch.FIRST;
    private static final Epoch BACK = THERE.next();

    private final PgDatabase old;
    private final PgDatabase target;
    private final ProbeTable onOld;
    private final ProbeTable onNew;
    private final Consumer<String> steps;

    /** @param steps told, in words, what comes next; tests take hold there */
    PgRehearsal(PgDatabase old, PgDatabase target, LockPatience patience, Consumer<String> steps) {
        this.old = old;
        this.target = target;
        this.onOld = new ProbeTable(old, patience);
        this.onNew = new ProbeTable(target, patience);
        this.steps = steps;
    }

    private record Step(String name, Work work) {}

    /** Says what is wrong, if anything is. */
    private interface Work {
        Optional<String> run();
    }

    Rehearsal run() {
        long begun = System.nanoTime();
        List<Step> all = List.of(
                new Step("make a table in both databases, captured and fenced", this::make),
                new Step("write on old", () -> write(onOld, "there")),
                new Step("hand authority to new", () -> hand(THERE)),
                new Step("find on new what was written on old", () -> find(onNew, "there")),
                new Step("have a write on old refused", () -> refuse(onOld)),
                new Step("write on new", () -> write(onNew, "and back")),
                new Step("hand authority back to old", () -> hand(BACK)),
                new Step("find on old what was written on new", () -> find(onOld, "and back")),
                new Step("have a write on new refused", () -> refuse(onNew)),
                new Step("take the table away again", this::drop));
        for (Step step : all) {
            Optional<String> wrong = run(step);
            if (wrong.isPresent()) {
                // what it has noted in the logs would look as if changes were pending
                run(new Step("take the table away again", this::drop));
                return new Rehearsal.Failed(step.name(), wrong.get());
            }
        }
        return new Rehearsal.Succeeded(Duration.ofNanos(System.nanoTime() - begun));
    }

    private Optional<String> run(Step step) {
        steps.accept(step.name());
        try {
            return step.work().run();
        } catch (DatabaseRefused | CaptureRefused e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private Optional<String> make() {
        onOld.make();
        onNew.make();
        return Optional.empty();
    }

    private Optional<String> drop() {
        onOld.drop();
        onNew.drop();
        return Optional.empty();
    }

    private static Optional<String> write(ProbeTable table, String note) {
        table.write(note);
        return Optional.empty();
    }

    private static Optional<String> find(ProbeTable table, String note) {
        return table.notes().equals(List.of(note))
                ? Optional.empty()
                : Optional.of("The row on the " + table.side() + " database is not as it was written");
    }

    private static Optional<String> refuse(ProbeTable table) {
        try {
            table.write("astray");
        } catch (DatabaseRefused e) {
            return e.sqlState().equals(Fencing.REFUSED)
                    ? Optional.empty()
                    : Optional.of(String.valueOf(e.getMessage()));
        }
        return Optional.of("The " + table.side() + " database accepted a write without having authority");
    }

    private Optional<String> hand(Epoch from) {
        PgDatabase source = from.direction().source() == Side.OLD ? old : target;
        PgDatabase into = from.direction().source() == Side.OLD ? target : old;
        Draining draining = new AppliedDraining(
                PgCapture.log(source),
                PgAppliers.applier(source, into, PgFence.PROBE, ApplyLimits.DEFAULT),
                ProbeTable.PLAN);
        HandoverGround ground = new HandoverGround(old, target, PgFence.PROBE, Rests.WITH_JITTER, 0, step -> {});
        HandoverOutcome outcome = new Handing(ground, from, BUDGET, draining, List.of(ProbeTable.PLAN)).run();
        return switch (outcome) {
            case HandoverOutcome.Moved moved -> Optional.empty();
            case HandoverOutcome.Held held -> Optional.of("The fence was held by " + held.holders());
            case HandoverOutcome.NotDrained notDrained -> Optional.of("The change did not arrive in time");
        };
    }
}
