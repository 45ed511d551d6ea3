package dev.theseus.domain.process;

import static dev.theseus.domain.migration.Shop.ID;
import static dev.theseus.domain.migration.Shop.LATER;
import static dev.theseus.domain.migration.Shop.QUIET;

import dev.theseus.domain.authority.Fencing;
import dev.theseus.domain.authority.Rehearsal;
import dev.theseus.domain.gate.CutoverEvidence;
import dev.theseus.domain.gate.Evidence;
import dev.theseus.domain.gate.ShadowReads;
import dev.theseus.domain.health.DatabaseHealth;
import dev.theseus.domain.migration.IllegalTransition;
import dev.theseus.domain.migration.Migration;
import dev.theseus.domain.migration.MigrationCommand;
import dev.theseus.domain.migration.MigrationEvent;
import dev.theseus.domain.migration.MigrationState;
import dev.theseus.domain.migration.MigrationState.Underway;
import dev.theseus.domain.migration.RestoreCause;
import dev.theseus.domain.migration.RestoreMode;
import dev.theseus.domain.migration.RunId;
import dev.theseus.domain.migration.Shop;
import dev.theseus.domain.migration.Story;
import dev.theseus.domain.migration.Transfer;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.verification.VerificationReport.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Aggregate, process, a crew and both databases together, all stepped by hand. */
final class TransferTheatre {

    MigrationState migration = Migration.INITIAL;
    final List<MigrationEvent> events = new ArrayList<>();
    final TwoDatabases databases = new TwoDatabases();
    final List<Work> ordered = new ArrayList<>();
    DatabaseHealth old = Shop.HEALTHY;
    Verdict verdict = Verdict.EQUAL;
    Rehearsal rehearsal = new Rehearsal.Succeeded(Duration.ofMillis(90));

    private TransferState process = TransferState.INITIAL;
    private final List<Work> hand = new ArrayList<>();
    private final List<MigrationCommand> mail = new ArrayList<>();
    private final Map<String, Instant> deadlines = new HashMap<>();
    private Instant now = LATER;
    private int runs;

    static TransferTheatre after(Story story) {
        TransferTheatre theatre = new TransferTheatre();
        story.events().forEach(theatre::hear);
        theatre.run();
        return theatre;
    }

    /** A new run, after the one before has died or not. */
    TransferTheatre run() {
        runs++;
        hand.clear();
        mail.clear();
        return tell(new MigrationCommand.BeginRun(ID, now, run(runs), Optional.empty()));
    }

    private static RunId run(int number) {
        return new RunId("r" + number);
    }

    TransferTheatre tell(MigrationCommand... commands) {
        for (MigrationCommand command : commands) {
            Migration.decide(migration, command).forEach(this::hear);
        }
        return this;
    }

    /** Tells it, and takes a refusal for an answer. */
    void offer(MigrationCommand command) {
        try {
            tell(command);
        } catch (IllegalTransition refused) {
            // as it may be
        }
    }

    private void hear(MigrationEvent event) {
        events.add(event);
        migration = Migration.evolve(migration, event);
        process = TransferProcess.PROCESS.evolve(process, event);
        List<Order> orders = TransferProcess.PROCESS.react(process, event);
        if (TransferProcess.PROCESS.run(process).equals(Optional.of(run(runs)))) {
            orders.forEach(this::take);
        }
    }

    private void take(Order order) {
        switch (order) {
            case Order.Do o -> take(o.work());
            case Order.Send o -> mail.add(o.command());
            case Order.Wake o -> deadlines.put(o.deadline(), o.at());
            case Order.Forget o -> deadlines.remove(o.deadline());
        }
    }

    private void take(Work work) {
        if (work instanceof Work.Hold || work instanceof Work.Settle) {
            hand.clear();
        }
        if (!(work instanceof Work.Hold) && !hand.contains(work)) {
            hand.add(work);
            ordered.add(work);
        }
    }

    boolean isIdle() {
        return hand.isEmpty() && mail.isEmpty();
    }

    Optional<Work> inHand() {
        return hand.stream().findFirst();
    }

    /** Does what was ordered first, or sends what is to be sent, or lets the next deadline come. */
    boolean step() {
        if (!mail.isEmpty()) {
            offer(mail.removeFirst());
            return true;
        }
        if (!hand.isEmpty()) {
            MigrationCommand report = perform(hand.getFirst());
            hand.removeFirst();
            tell(report);
            return true;
        }
        return deadlineComes();
    }

    boolean deadlineComes() {
        Optional<Map.Entry<String, Instant>> next =
                deadlines.entrySet().stream().min(Map.Entry.comparingByValue());
        next.ifPresent(d -> {
            deadlines.remove(d.getKey());
            now = d.getValue().isAfter(now) ? d.getValue() : now;
            tell(new MigrationCommand.NoteDeadline(ID, now, "transfer", d.getKey()));
        });
        return next.isPresent();
    }

    /** Until nothing is in progress; deadlines come when nothing else does. */
    TransferTheatre end() {
        for (int i = 0; i < 500 && transfer().isPresent() && step(); i++) {
            // goes on
        }
        return this;
    }

    /** Does the work, and gives the report back that it ends in. */
    MigrationCommand perform(Work work) {
        return switch (work) {
            case Work.InstallFence w -> new MigrationCommand.ReportFenced(ID, now);
            case Work.Rehearse w -> new MigrationCommand.ReportRehearsal(ID, now, rehearsal);
            case Work.CheckCutover w ->
                new MigrationCommand.RequestHandover(
                        ID, now, new CutoverEvidence(evidence(), Fencing.State.INSTALLED, old, new TreeSet<>()));
            case Work.HandOver w -> new MigrationCommand.ReportHandover(ID, now, databases.hand(w.from()));
            case Work.Settle w -> new MigrationCommand.ReportAuthority(ID, now, databases.settle());
            case Work.VerifyMoved w -> compared();
            case Work.CheckOldHealth w -> new MigrationCommand.ReportOldHealth(ID, now, old);
            case Work.ClearCaches w -> new MigrationCommand.ReportCachesCleared(ID, now);
            case Work.TakeOff w -> new MigrationCommand.ReportTakenOff(ID, now);
            case Work.MeasureTraffic w -> throw strange(w);
            case Work.AwaitReads w -> throw strange(w);
            case Work.VerifyTouched w -> throw strange(w);
            case Work.Prepare w -> throw strange(w);
            case Work.InstallCapture w -> throw strange(w);
            case Work.CopyTables w -> throw strange(w);
            case Work.CatchUp w -> throw strange(w);
            case Work.Verify w -> throw strange(w);
            case Work.Enter w -> throw strange(w);
            case Work.Follow w -> throw strange(w);
            case Work.Hold w -> throw strange(w);
            case Work.TakeBack w -> throw strange(w);
            case Work.Finish w -> throw strange(w);
        };
    }

    private static AssertionError strange(Work work) {
        return new AssertionError("Ordered by the process of transfers: " + work);
    }

    MigrationCommand compared() {
        return Shop.compared(now, Shop.summary(now, verdict, 2, verdict == Verdict.DIVERGENT ? 1 : 0));
    }

    Evidence evidence() {
        return new Evidence(now, QUIET, new ShadowReads(100, 0));
    }

    MigrationCommand beginCutover() {
        return new MigrationCommand.BeginCutover(ID, now, evidence());
    }

    MigrationCommand restore(String... name) {
        return new MigrationCommand.RestoreCheckpoint(
                ID, now, Stream.of(name).findFirst(), RestoreCause.ASKED, RestoreMode.REAL);
    }

    MigrationCommand abort() {
        return new MigrationCommand.Abort(ID, now, "not today");
    }

    MigrationCommand complete() {
        return new MigrationCommand.BeginCompletion(ID, now, evidence());
    }

    MigrationCommand failed() {
        return new MigrationCommand.ReportStepFailed(ID, now, "transfer", "work", "it broke");
    }

    TransferTheatre waits(Duration time) {
        now = now.plus(time);
        return this;
    }

    Instant now() {
        return now;
    }

    Optional<Transfer> transfer() {
        return migration instanceof Underway u ? u.transfer() : Optional.empty();
    }

    Optional<Phase> phase() {
        return Migration.phase(migration);
    }

    long recordedEpoch() {
        return Migration.rollout(migration, events.size()).epoch().number();
    }

    <E extends MigrationEvent> List<E> all(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
