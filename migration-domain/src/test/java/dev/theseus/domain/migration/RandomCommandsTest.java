package dev.theseus.domain.migration;

import static dev.theseus.domain.migration.Shop.ID;
import static dev.theseus.domain.migration.Shop.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.theseus.domain.authority.Authority;
import dev.theseus.domain.changelog.ChangeLog.Backlog;
import dev.theseus.domain.database.Direction;
import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.gate.Evidence;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.phase.PhaseTable;
import dev.theseus.domain.phase.Transition;
import dev.theseus.domain.plan.Plan;
import dev.theseus.domain.process.BackfillProcess;
import dev.theseus.domain.process.BackfillState;
import dev.theseus.domain.process.TransferProcess;
import dev.theseus.domain.process.TransferState;
import dev.theseus.domain.readmodel.MigrationStatus;
import dev.theseus.domain.readmodel.StatusProjection;
import dev.theseus.domain.routing.NodeWord;
import dev.theseus.domain.routing.RolloutPolicy;
import dev.theseus.domain.verification.VerificationReport.Verdict;
import dev.theseus.domain.verification.VerificationSummary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Commands in no sensible order. A failure names its seed; {@code -Dseed=…} tries that one alone, and {@code -Dseeds=…}
 * another number of them.
 */
class RandomCommandsTest {

    private static final int LENGTH = 300;
    private static final List<TableName> TABLES =
            List.of(Shop.USERS, Shop.ORDERS, new TableName("public", "not planned"));

    static LongStream seeds() {
        Long one = Long.getLong("seed");
        return one == null ? LongStream.range(0, Long.getLong("seeds", 400L)) : LongStream.of(one);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatever_is_asked_the_rules_hold(long seed) {
        try {
            walk(seed, state -> {});
        } catch (RuntimeException | AssertionError broken) {
            throw new AssertionError("Seed " + seed + " breaks a rule; -Dseed=" + seed + " tries it alone", broken);
        }
    }

    private static void walk(long seed, Consumer<MigrationState> look) {
        Random die = new Random(seed);
        Walk walk = new Walk();
        for (int step = 0; step < LENGTH; step++) {
            walk.take(command(die, walk.state));
            look.accept(walk.state);
        }
    }

    /** Without this, a generator that never gets anywhere would prove nothing. */
    @Test
    void the_walks_get_everywhere() {
        Set<Phase> seen = EnumSet.noneOf(Phase.class);
        LongStream.range(0, 400)
                .forEach(seed -> walk(seed, state -> Migration.phase(state).ifPresent(seen::add)));
        assertThat(seen).containsExactlyInAnyOrder(Phase.values());
    }

    /** Follows one migration, and checks the rules at each step. */
    private static final class Walk {

        private final List<MigrationEvent> events = new ArrayList<>();
        private MigrationState state = Migration.INITIAL;
        private BackfillState process = BackfillState.INITIAL;
        private TransferState transfers = TransferState.INITIAL;
        private MigrationStatus status = StatusProjection.initial(ID);

        void take(MigrationCommand command) {
            MigrationState before = state;
            decide(command).forEach(this::evolve);
            theTableKnowsTheTransition(Migration.phase(before), Migration.phase(state));
            aRepeatedCommandHasNoSecondEffect(command);
            aRollbackIsPossibleOncePlanned();
            theProcessAndTheStatusAgreeOnThePhase();
        }

        private List<MigrationEvent> decide(MigrationCommand command) {
            try {
                return Migration.decide(state, command);
            } catch (IllegalTransition refused) {
                assertThat(refused.getMessage()).isNotBlank();
                return List.of();
            }
        }

        private void evolve(MigrationEvent event) {
            if (event instanceof MigrationEvent.RolloutChanged changed
                    && changed.after().percentage() > 0) {
                assertThat(Migration.phase(state).orElseThrow()).isIn(Phase.RAMPING, Phase.CUT_OVER);
            }
            if (event instanceof MigrationEvent.PhaseEntered entered && entered.to() == Phase.VERIFIED) {
                verifiedIsOnlyEnteredAfterAnEqualComparisonOfAllTables();
            }
            events.add(event);
            state = Migration.evolve(state, event);
            process = BackfillProcess.evolve(process, event);
            assertThat(BackfillProcess.react(process, event)).isNotNull();
            transfers = TransferProcess.PROCESS.evolve(transfers, event);
            assertThat(TransferProcess.PROCESS.react(transfers, event)).isNotNull();
            status = StatusProjection.evolve(status, event, events.size() - 1L);
        }

        /** Looks at the events themselves, not at what the aggregate made of them. */
        private void verifiedIsOnlyEnteredAfterAnEqualComparisonOfAllTables() {
            List<MigrationEvent> sinceDualWriting = events.subList(
                    lastIndex(e -> e instanceof MigrationEvent.PhaseEntered p && p.to() == Phase.DUAL_WRITING),
                    events.size());
            MigrationEvent.VerificationCompleted last = sinceDualWriting.stream()
                    .filter(MigrationEvent.VerificationCompleted.class::isInstance)
                    .map(MigrationEvent.VerificationCompleted.class::cast)
                    .reduce((first, second) -> second)
                    .orElseThrow(() -> new AssertionError("VERIFIED was entered without any comparison"));
            assertThat(last.summary().verdict()).isEqualTo(Verdict.EQUAL);
            assertThat(last.summary().tables()).isGreaterThanOrEqualTo(plannedTables());
        }

        private int plannedTables() {
            return ((MigrationEvent.MigrationPlanned)
                            events.get(lastIndex(MigrationEvent.MigrationPlanned.class::isInstance)))
                    .plan()
                    .tables()
                    .size();
        }

        private int lastIndex(Predicate<MigrationEvent> wanted) {
            int last = -1;
            for (int i = 0; i < events.size(); i++) {
                last = wanted.test(events.get(i)) ? i : last;
            }
            assertThat(last).isNotNegative();
            return last;
        }

        private static void theTableKnowsTheTransition(Optional<Phase> before, Optional<Phase> after) {
            if (before.isPresent() && !before.equals(after)) {
                assertThat(PhaseTable.transitions())
                        .extracting(Transition::from, Transition::to)
                        .contains(tuple(before.get(), after.orElseThrow()));
            }
        }

        private void aRepeatedCommandHasNoSecondEffect(MigrationCommand command) {
            if (command instanceof MigrationCommand.TakeCheckpoint) {
                return; // refused the second time, because the name is taken
            }
            MigrationState again = state;
            for (MigrationEvent event : decide(command)) {
                again = Migration.evolve(again, event);
            }
            assertThat(again).isEqualTo(state);
        }

        private void aRollbackIsPossibleOncePlanned() {
            if (Migration.phase(state).isPresent() && !isPastReturn()) {
                MigrationState rolledBack = onOld();
                for (MigrationCommand command : List.of(Shop.rollBack(), Shop.rolledBack())) {
                    rolledBack = after(rolledBack, command);
                }
                assertThat(Migration.phase(rolledBack)).contains(Phase.ROLLED_BACK);
            }
        }

        private boolean isPastReturn() {
            return state instanceof MigrationState.Completed
                    || transfer(state)
                            .filter(Transfer.Completion.class::isInstance)
                            .isPresent();
        }

        /** Gives authority back first where new may have it. */
        private MigrationState onOld() {
            MigrationState going = state instanceof MigrationState.Paused p ? p.held() : state;
            if (!(going instanceof MigrationState.Underway u)
                    || (u.authority().holder() == Side.OLD
                            && u.transfer()
                                    .filter(TransferDecisions::mayMoveAuthority)
                                    .isEmpty())) {
                return state;
            }
            MigrationState back = after(state, Shop.restore());
            Epoch known = u.authority().epoch();
            back = after(back, new MigrationCommand.ReportAuthority(ID, Shop.LATER, new Authority(known, known)));
            back = after(back, Shop.oldIsHealthy());
            back = after(back, Shop.moved(known.direction() == Direction.REVERSE ? known.number() + 1 : 1));
            return after(back, Shop.cachesCleared());
        }

        private static MigrationState after(MigrationState before, MigrationCommand command) {
            MigrationState after = before;
            for (MigrationEvent event : Migration.decide(before, command)) {
                after = Migration.evolve(after, event);
            }
            return after;
        }

        private void theProcessAndTheStatusAgreeOnThePhase() {
            Migration.phase(state).ifPresent(phase -> {
                assertThat(process.phase()).isEqualTo(phase);
                assertThat(transfers.transfer()).isEqualTo(transfer(state));
                assertThat(transfers.authority().epoch())
                        .isEqualTo(Migration.rollout(state, events.size()).epoch());
                assertThat(status.rollout().policy())
                        .isEqualTo(Migration.rollout(state, events.size()).policy());
                assertThat(status.standing().phase()).isEqualTo(phase);
                assertThat(process.pace() == BackfillState.Pace.HELD).isEqualTo(state instanceof MigrationState.Paused);
                assertThat(status.standing().pace() == MigrationStatus.Pace.PAUSED)
                        .isEqualTo(state instanceof MigrationState.Paused);
            });
        }
    }

    private static MigrationCommand command(Random die, MigrationState state) {
        TableName table = TABLES.get(die.nextInt(10) == 0 ? 2 : die.nextInt(2));
        return switch (die.nextInt(34)) {
            case 0 -> new MigrationCommand.PlanMigration(ID, NOON, plan(die));
            case 1 -> new MigrationCommand.ChangeSettings(ID, NOON, settings(die));
            case 2 -> new MigrationCommand.BeginRun(ID, NOON, run(die), phase(die));
            case 3 -> new MigrationCommand.EndRun(ID, NOON, run(die), RunOutcome.STOPPED);
            case 4, 5, 6, 7, 8 -> new MigrationCommand.Advance(ID, NOON, towards(die, state), evidence(die));
            case 9 -> Shop.prepared();
            case 10, 11 -> Shop.captured(table);
            case 12, 13 -> Shop.copied(table);
            case 14, 15 -> Shop.indexed(table);
            case 16 -> Shop.caughtUp();
            case 17 -> Shop.compared(comparison(die));
            case 18 -> new MigrationCommand.ReportFailure(ID, NOON, "work", "reason");
            case 19 -> new MigrationCommand.ReportIncident(ID, NOON, new Incident.ServerBack(Side.NEW));
            case 20 -> Shop.said(die.nextInt(50), "node-" + die.nextInt(2), any(die, NodeWord.Kind.values()));
            case 21 -> Shop.rollout(RolloutPolicy.NOBODY.withPercentage(die.nextInt(4) * 25));
            case 22 ->
                switch (die.nextInt(10)) {
                    case 0 -> Shop.pause();
                    case 1, 2 -> Shop.resume();
                    case 3 -> DefinitionsTest.found(DefinitionsTest.PHONE);
                    case 4, 5 -> DefinitionsTest.accept(DefinitionsTest.PHONE);
                    case 6 -> Shop.remap(2 + die.nextInt(2));
                    case 7, 8 -> Shop.loggedAnew(2 + die.nextInt(2));
                    default ->
                        new MigrationCommand.TakeCheckpoint(ID, NOON, "by-hand-" + die.nextInt(5), evidence(die));
                };
            case 23, 24, 25, 26, 27, 28, 29, 30, 31 -> transferring(die, state);
            default -> die.nextInt(6) == 0 ? Shop.rollBack() : Shop.rolledBack();
        };
    }

    private static Optional<Transfer> transfer(MigrationState state) {
        return state instanceof MigrationState.Underway u ? u.transfer() : Optional.empty();
    }

    /** Mostly what brings the migration on. */
    private static MigrationCommand transferring(Random die, MigrationState state) {
        List<MigrationCommand> all = List.of(
                Shop.rollout(RolloutPolicy.NOBODY.withPercentage(100)),
                Shop.beginCutover(),
                Shop.fenced(),
                Shop.rehearsed(),
                Shop.request(),
                Shop.oldIsHealthy(),
                Shop.cachesCleared(),
                Shop.complete(),
                new MigrationCommand.ReportTakenOff(ID, Shop.NEXT_DAY),
                Shop.compared(Shop.NEXT_DAY, Shop.summary(Shop.NEXT_DAY, Verdict.EQUAL, 2, 0)),
                Shop.moved(1 + die.nextInt(2) + epoch(state)),
                Shop.abort(),
                Shop.restore(),
                new MigrationCommand.AskApproval(ID, NOON, "cutover"),
                new MigrationCommand.Approve(ID, NOON, "cutover"),
                new MigrationCommand.ReportStepFailed(ID, NOON, "transfer", "work", "reason"),
                new MigrationCommand.NoteDeadline(ID, Shop.NEXT_DAY, "transfer", "limit"),
                new MigrationCommand.ReportAuthority(
                        ID, Shop.LATER, new Authority(new Epoch(epoch(state)), new Epoch(epoch(state)))));
        if (die.nextInt(6) == 0) {
            return all.get(die.nextInt(all.size()));
        }
        return Migration.phase(state).flatMap(PhaseTable::next).isPresent()
                        && transfer(state).isEmpty()
                ? new MigrationCommand.Advance(ID, NOON, towards(die, state), Shop.FRESH)
                : all.get(next(state));
    }

    private static long epoch(MigrationState state) {
        return Migration.rollout(state, 1).epoch().number();
    }

    private static int next(MigrationState state) {
        if (!(state instanceof MigrationState.Underway u)) {
            return 0;
        }
        if (u.transfer().isEmpty()) {
            if (u.phase() == Phase.CUT_OVER) {
                return u.facts()
                                .verification()
                                .filter(v -> v.at().equals(Shop.NEXT_DAY))
                                .isPresent()
                        ? 7
                        : 9;
            }
            return u.traffic().policy().letsEverybodyIn() ? 1 : 0;
        }
        return switch (u.transfer().get()) {
            case Transfer.Cutover c ->
                switch (c.stage()) {
                    case FENCING -> 2;
                    case REHEARSING -> 3;
                    case APPROVING -> 14;
                    case CHECKING -> 4;
                    case HANDING_OVER -> 10;
                    case SETTLING -> 17;
                    case VERIFYING -> 9;
                };
            case Transfer.Restore r ->
                switch (r.stage()) {
                    case SETTLING -> 17;
                    case CHECKING_OLD -> 5;
                    case HANDING_BACK -> 10;
                    case CLEARING_CACHES -> 6;
                };
            case Transfer.Completion c -> 8;
        };
    }

    private static VerificationSummary comparison(Random die) {
        return die.nextBoolean()
                ? Shop.EQUAL
                : Shop.summary(any(die, Verdict.values()), die.nextInt(4), die.nextInt(2));
    }

    private static Plan plan(Random die) {
        return die.nextInt(4) == 0 ? Shop.plan(Shop.USERS) : Shop.PLAN.with(settings(die));
    }

    private static Plan.Settings settings(Random die) {
        return die.nextBoolean() ? Shop.PLAN.settings() : Shop.OTHER_SETTINGS;
    }

    private static RunId run(Random die) {
        return new RunId("r" + die.nextInt(3));
    }

    private static Optional<Phase> phase(Random die) {
        return die.nextBoolean() ? Optional.empty() : Optional.of(any(die, Phase.values()));
    }

    private static Evidence evidence(Random die) {
        return die.nextInt(4) > 0
                ? Shop.FRESH
                : new Evidence(
                        NOON.minusSeconds(die.nextInt(120)),
                        new Backlog(1, die.nextInt(2), Duration.ofSeconds(die.nextInt(10)), 1));
    }

    /** The next phase in most cases: from phases picked blindly, a walk would not get far. */
    private static Phase towards(Random die, MigrationState state) {
        Optional<Phase> next = Migration.phase(state).flatMap(PhaseTable::next);
        return die.nextInt(5) == 0 ? any(die, Phase.values()) : next.orElse(Phase.PREPARED);
    }

    private static <T> T any(Random die, T[] of) {
        return List.of(of).get(die.nextInt(of.length));
    }
}
