package dev.theseus.domain.migration;

import static dev.theseus.domain.migration.Shop.ID;
import static dev.theseus.domain.migration.Shop.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.theseus.domain.changelog.ChangeLog.Backlog;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.gate.Evidence;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.phase.PhaseTable;
import dev.theseus.domain.phase.Transition;
import dev.theseus.domain.plan.Plan;
import dev.theseus.domain.process.BackfillProcess;
import dev.theseus.domain.process.BackfillState;
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

    private static final int LENGTH = 200;
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
                assertThat(Migration.phase(state)).contains(Phase.RAMPING);
            }
            if (event instanceof MigrationEvent.PhaseEntered entered && entered.to() == Phase.VERIFIED) {
                verifiedIsOnlyEnteredAfterAnEqualComparisonOfAllTables();
            }
            events.add(event);
            state = Migration.evolve(state, event);
            process = BackfillProcess.evolve(process, event);
            assertThat(BackfillProcess.react(process, event)).isNotNull();
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
            if (Migration.phase(state).isPresent()) {
                MigrationState rolledBack = state;
                for (MigrationCommand command : List.of(Shop.rollBack(), Shop.rolledBack())) {
                    for (MigrationEvent event : Migration.decide(rolledBack, command)) {
                        rolledBack = Migration.evolve(rolledBack, event);
                    }
                }
                assertThat(Migration.phase(rolledBack)).contains(Phase.ROLLED_BACK);
            }
        }

        private void theProcessAndTheStatusAgreeOnThePhase() {
            Migration.phase(state).ifPresent(phase -> {
                assertThat(process.phase()).isEqualTo(phase);
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
        return switch (die.nextInt(24)) {
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
                switch (die.nextInt(4)) {
                    case 0 -> Shop.pause();
                    case 1, 2 -> Shop.resume();
                    default ->
                        new MigrationCommand.TakeCheckpoint(ID, NOON, "by-hand-" + die.nextInt(5), evidence(die));
                };
            default -> die.nextInt(6) == 0 ? Shop.rollBack() : Shop.rolledBack();
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
