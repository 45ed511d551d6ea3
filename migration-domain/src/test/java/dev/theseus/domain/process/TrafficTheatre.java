package dev.theseus.domain.process;

import static dev.theseus.domain.migration.Shop.ID;
import static dev.theseus.domain.migration.Shop.NOON;

import dev.theseus.domain.migration.Course;
import dev.theseus.domain.migration.Migration;
import dev.theseus.domain.migration.MigrationCommand;
import dev.theseus.domain.migration.MigrationEvent;
import dev.theseus.domain.migration.MigrationState;
import dev.theseus.domain.migration.MigrationState.Paused;
import dev.theseus.domain.migration.MigrationState.Underway;
import dev.theseus.domain.migration.RestoreCause;
import dev.theseus.domain.migration.RunId;
import dev.theseus.domain.migration.Shop;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.plan.AutomaticRollbackSettings;
import dev.theseus.domain.plan.FailbackSettings;
import dev.theseus.domain.plan.Plan.Settings;
import dev.theseus.domain.plan.RolloutSettings;
import dev.theseus.domain.plan.RolloutSettings.Limits;
import dev.theseus.domain.plan.RolloutSettings.Mode;
import dev.theseus.domain.plan.RolloutSettings.Retry;
import dev.theseus.domain.plan.RolloutSettings.Step;
import dev.theseus.domain.plan.TrafficSettings;
import dev.theseus.domain.rollout.Figures;
import dev.theseus.domain.rollout.TrafficEvidence;
import dev.theseus.domain.routing.NodeReports.NodeCounts;
import dev.theseus.domain.routing.NodeWord;
import dev.theseus.domain.verification.VerificationReport.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Aggregate, process, a crew and the nodes' figures together, all stepped by hand. */
final class TrafficTheatre {

    static final Duration DWELL = Duration.ofMinutes(10);
    static final Duration REST = Duration.ofMinutes(1);
    static final NodeCounts GOOD = Figures.reads(1_000, 0);
    static final NodeCounts BAD = Figures.reads(1_000, 500);
    static final NodeCounts FEW = Figures.reads(1, 0);

    MigrationState migration = Migration.INITIAL;
    final List<MigrationEvent> events = new ArrayList<>();
    final List<Work> ordered = new ArrayList<>();
    NodeCounts counts = GOOD;
    Verdict verdict = Verdict.EQUAL;

    private TrafficState process = TrafficState.INITIAL;
    private final List<Work> hand = new ArrayList<>();
    private final List<MigrationCommand> mail = new ArrayList<>();
    private final Map<String, Instant> deadlines = new HashMap<>();
    private Instant now = NOON;
    private int runs;
    private long words;

    static RolloutSettings steps(Mode mode) {
        return new RolloutSettings(
                List.of(new Step(5, DWELL), new Step(50, DWELL), new Step(100, DWELL)),
                mode,
                Limits.DEFAULT,
                new Retry(2, REST));
    }

    static Settings settings(Mode mode, AutomaticRollbackSettings.Mode rollback) {
        Settings all = Shop.PLAN.settings();
        AutomaticRollbackSettings automatic = AutomaticRollbackSettings.DEFAULT;
        return new Settings(
                all.backfill(),
                all.throttle(),
                all.relay(),
                all.verification(),
                all.gates(),
                all.cutover(),
                new TrafficSettings(
                        steps(mode),
                        new FailbackSettings(Duration.ofMinutes(5), FailbackSettings.Compare.TOUCHED),
                        new AutomaticRollbackSettings(
                                rollback,
                                automatic.window(),
                                automatic.errorRate(),
                                automatic.minimumRequests(),
                                automatic.guard())));
    }

    static TrafficTheatre ramping(Mode mode, AutomaticRollbackSettings.Mode rollback) {
        TrafficTheatre theatre = new TrafficTheatre();
        Shop.in(Phase.RAMPING).events().forEach(theatre::hear);
        return theatre.tell(new MigrationCommand.ChangeSettings(ID, NOON, settings(mode, rollback)))
                .run();
    }

    static TrafficTheatre ramping() {
        return ramping(Mode.AUTOMATIC, AutomaticRollbackSettings.Mode.ON);
    }

    /** A new run, after the one before was killed: what was in hand and in the mail is lost, deadlines are kept. */
    TrafficTheatre run() {
        runs++;
        hand.clear();
        mail.clear();
        return tell(new MigrationCommand.BeginRun(ID, now, run(runs), Optional.empty()));
    }

    private static RunId run(int number) {
        return new RunId("r" + number);
    }

    TrafficTheatre tell(MigrationCommand... commands) {
        for (MigrationCommand command : commands) {
            Migration.decide(migration, command).forEach(this::hear);
        }
        return this;
    }

    private void hear(MigrationEvent event) {
        events.add(event);
        migration = Migration.evolve(migration, event);
        process = TrafficProcess.PROCESS.evolve(process, event);
        List<Order> orders = TrafficProcess.PROCESS.react(process, event);
        if (TrafficProcess.PROCESS.run(process).equals(Optional.of(run(runs)))) {
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
        if (work instanceof Work.Hold) {
            hand.clear();
        } else if (!hand.contains(work)) {
            hand.add(work);
            ordered.add(work);
        }
    }

    Optional<Work> inHand() {
        return hand.stream().findFirst();
    }

    Map<String, Instant> deadlines() {
        return Map.copyOf(deadlines);
    }

    /** Sends what is to be sent, or does what was ordered first, or lets the next deadline come. */
    boolean step() {
        if (!mail.isEmpty()) {
            tell(mail.removeFirst());
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
            tell(new MigrationCommand.NoteDeadline(ID, now, "traffic", d.getKey()));
        });
        return next.isPresent();
    }

    /** Until nothing is left to do. */
    TrafficTheatre end() {
        for (int i = 0; i < 200 && step(); i++) {
            // goes on
        }
        return this;
    }

    /** Does the work, and gives the report back that it ends in. */
    private MigrationCommand perform(Work work) {
        return switch (work) {
            case Work.MeasureTraffic w -> measured(w.step(), w.since());
            case Work.AwaitReads w -> new MigrationCommand.ReportReadsRecovered(ID, now);
            case Work.VerifyTouched w -> compared();
            default -> throw new AssertionError("Ordered by the process of traffic: " + work);
        };
    }

    MigrationCommand measured(int step, Instant since) {
        return new MigrationCommand.ReportTraffic(
                ID, now, step, new TrafficEvidence(since, now, counts, Duration.ZERO));
    }

    MigrationCommand compared() {
        return new MigrationCommand.ReportFailbackCompared(
                ID, now, Shop.summary(now, verdict, 2, verdict == Verdict.DIVERGENT ? 1 : 0));
    }

    MigrationCommand begin() {
        return new MigrationCommand.BeginRollout(ID, now);
    }

    MigrationCommand trouble(RestoreCause cause) {
        return new MigrationCommand.ReportTrouble(ID, now, cause, "it is bad");
    }

    TrafficTheatre readsFail(String node) {
        return say(node, NodeWord.Kind.READS_FAILED);
    }

    TrafficTheatre readsWork(String node) {
        return say(node, NodeWord.Kind.READS_RECOVERED);
    }

    private TrafficTheatre say(String node, NodeWord.Kind kind) {
        words++;
        return tell(new MigrationCommand.NoteNodeWord(ID, now, new NodeWord(words, node, kind, now, "57P01")));
    }

    TrafficTheatre waits(Duration time) {
        now = now.plus(time);
        return this;
    }

    Instant now() {
        return now;
    }

    double percentage() {
        return Migration.rollout(migration, events.size()).policy().percentage();
    }

    Course course() {
        return switch (migration) {
            case Underway u -> u.course();
            case Paused p -> p.held().course();
            default -> Course.NONE;
        };
    }

    <E extends MigrationEvent> List<E> all(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
