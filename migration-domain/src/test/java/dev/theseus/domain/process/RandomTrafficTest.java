package dev.theseus.domain.process;

import static dev.theseus.domain.migration.Shop.ID;
import static dev.theseus.domain.process.TrafficTheatre.BAD;
import static dev.theseus.domain.process.TrafficTheatre.FEW;
import static dev.theseus.domain.process.TrafficTheatre.GOOD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.migration.IllegalTransition;
import dev.theseus.domain.migration.Migration;
import dev.theseus.domain.migration.MigrationCommand;
import dev.theseus.domain.migration.MigrationEvent;
import dev.theseus.domain.migration.RestoreCause;
import dev.theseus.domain.migration.RolloutCause;
import dev.theseus.domain.migration.Shop;
import dev.theseus.domain.plan.AutomaticRollbackSettings;
import dev.theseus.domain.plan.RolloutSettings.Mode;
import dev.theseus.domain.routing.RolloutPolicy;
import dev.theseus.domain.verification.VerificationReport.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever comes in whatever order: no step begins before the one before it went well, and down is always possible. */
class RandomTrafficTest {

    static LongStream seeds() {
        Long one = Long.getLong("seed");
        return one == null ? LongStream.range(0, 300) : LongStream.of(one);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void no_step_is_skipped_and_fewer_may_always_read_from_new(long seed) {
        Random die = new Random(seed);
        Mode mode = die.nextBoolean() ? Mode.AUTOMATIC : Mode.APPROVAL;
        TrafficTheatre theatre =
                TrafficTheatre.ramping(mode, any(die, List.of(AutomaticRollbackSettings.Mode.values())));
        for (int i = 0; i < 60; i++) {
            act(die, theatre);
            everyStepFollowsOneThatWentWell(theatre.events);
            nothingComesBackWithoutAComparison(theatre.events);
            nobodyMayBeAskedFor(theatre);
        }
    }

    private static void act(Random die, TrafficTheatre theatre) {
        try {
            switch (die.nextInt(16)) {
                case 0 -> theatre.tell(theatre.begin());
                case 1 -> theatre.counts = any(die, List.of(GOOD, GOOD, BAD, FEW));
                case 2 -> theatre.readsFail("node-" + die.nextInt(2));
                case 3 -> theatre.readsWork("node-" + die.nextInt(2));
                case 4 -> theatre.run();
                case 5 -> theatre.tell(new MigrationCommand.RaiseRollout(ID, theatre.now(), die.nextInt(5)));
                case 6 -> theatre.waits(Duration.ofMinutes(die.nextInt(20)));
                case 7 ->
                    theatre.tell(theatre.measured(die.nextInt(4), theatre.now().minusSeconds(600)));
                case 8 ->
                    theatre.tell(
                            new MigrationCommand.Approve(ID, theatre.now(), "rollout-step " + (1 + die.nextInt(3))));
                case 9 -> theatre.verdict = any(die, List.of(Verdict.EQUAL, Verdict.EQUAL, Verdict.UNSETTLED));
                case 10 -> theatre.tell(die.nextBoolean() ? Shop.pause() : Shop.resume());
                case 11 -> {
                    if (die.nextInt(8) == 0) {
                        theatre.tell(theatre.trouble(any(die, List.of(RestoreCause.values()))));
                    }
                }
                case 12 -> theatre.tell(theatre.compared());
                default -> theatre.step();
            }
        } catch (IllegalTransition refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    /** By the events alone, not by what the aggregate made of them. */
    private static void everyStepFollowsOneThatWentWell(List<MigrationEvent> events) {
        int last = 0;
        boolean passed = true;
        for (MigrationEvent event : events) {
            switch (event) {
                case MigrationEvent.RolloutBegan e -> last = 0;
                case MigrationEvent.RolloutStepPassed e -> passed = true;
                case MigrationEvent.RolloutStepFailed e -> passed = false;
                case MigrationEvent.RolloutStepBegan e -> {
                    assertThat(last == 0 || e.step() == last || (e.step() == last + 1 && passed))
                            .as("step %d after %d", e.step(), last)
                            .isTrue();
                    last = e.step();
                    passed = false;
                }
                default -> {}
            }
        }
    }

    private static void nothingComesBackWithoutAComparison(List<MigrationEvent> events) {
        boolean compared = false;
        for (MigrationEvent event : events) {
            switch (event) {
                case MigrationEvent.ReadsFailedBack e -> compared = false;
                case MigrationEvent.FailbackCompared e -> compared = e.summary().verdict() == Verdict.EQUAL;
                case MigrationEvent.RolloutChanged e -> {
                    if (e.cause() == RolloutCause.READS_RECOVERED) {
                        assertThat(compared).isTrue();
                    }
                }
                default -> {}
            }
        }
    }

    private static void nobodyMayBeAskedFor(TrafficTheatre theatre) {
        RolloutPolicy now = Migration.rollout(theatre.migration, 1).policy();
        List<MigrationEvent> events = Migration.decide(
                theatre.migration, new MigrationCommand.ChangeRollout(ID, theatre.now(), now.withPercentage(0)));
        var after = theatre.migration;
        for (MigrationEvent event : events) {
            after = Migration.evolve(after, event);
        }
        assertThat(Migration.rollout(after, 2).policy().percentage()).isZero();
    }

    private static <T> T any(Random die, List<T> of) {
        return of.get(die.nextInt(of.size()));
    }
}
