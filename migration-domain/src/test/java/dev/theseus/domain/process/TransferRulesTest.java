package dev.theseus.domain.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.authority.Authority;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.migration.MigrationCommand;
import dev.theseus.domain.migration.MigrationState;
import dev.theseus.domain.migration.Shop;
import dev.theseus.domain.migration.Story;
import dev.theseus.domain.migration.Transfer;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.phase.PhaseTable;
import dev.theseus.domain.routing.RolloutPolicy;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever people ask for and wherever things crash: there is never more than one authority (two would throw in the
 * simulated databases), the record does not run ahead of the databases, everything comes to an end, and one can always
 * go back until completion. All short sequences are tried, and long ones by chance; {@code -Dseed=…} tries one alone.
 */
class TransferRulesTest {

    private static final int DEPTH = 4;
    private static final int LENGTH = 60;

    private enum Act {
        STEP,
        LOSE_REPORT,
        DIE,
        DIE_BETWEEN_THE_DATABASES,
        DEADLINE,
        FAIL,
        CUT_OVER,
        ABORT,
        RESTORE,
        COMPLETE,
        TAKE_BACK,
        PAUSE_OR_RESUME
    }

    private static final Story[] BEGINNINGS = {
        Shop.ramped(),
        Shop.handingOver(),
        Shop.in(Phase.CUT_OVER),
        Shop.in(Phase.CUT_OVER).and(Shop.restore())
    };

    static IntStream beginnings() {
        return IntStream.range(0, BEGINNINGS.length);
    }

    static LongStream seeds() {
        Long one = Long.getLong("seed");
        return one == null ? LongStream.range(0, 300) : LongStream.of(one);
    }

    private static TransferTheatre begin(int beginning) {
        TransferTheatre theatre = TransferTheatre.after(BEGINNINGS[beginning]);
        // the databases are where the story says
        while (theatre.databases.authority().newest().number() < theatre.recordedEpoch()) {
            theatre.databases.hand(theatre.databases.authority().newest());
        }
        return theatre;
    }

    @ParameterizedTest
    @MethodSource("beginnings")
    void every_short_sequence(int beginning) {
        Act[] acts = Act.values();
        int sequences = (int) Math.pow(acts.length, DEPTH);
        for (int number = 0; number < sequences; number++) {
            int left = number;
            TransferTheatre theatre = begin(beginning);
            for (int i = 0; i < DEPTH; i++) {
                act(theatre, acts[left % acts.length]);
                left /= acts.length;
                holds(theatre);
            }
            comesToAnEnd(theatre);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void long_sequences_by_chance(long seed) {
        Random die = new Random(seed);
        TransferTheatre theatre = begin(die.nextInt(BEGINNINGS.length));
        for (int i = 0; i < LENGTH; i++) {
            theatre.databases.heldFor = die.nextInt(20) == 0 ? 2 : 0;
            act(theatre, die.nextBoolean() ? Act.STEP : Act.values()[die.nextInt(Act.values().length)]);
            holds(theatre);
        }
        comesToAnEnd(theatre);
    }

    /** Without this, sequences that never get anywhere would prove nothing. */
    @Test
    void the_sequences_get_everywhere() {
        Set<Phase> seen = EnumSet.noneOf(Phase.class);
        Stream.Builder<Long> most = Stream.builder();
        for (long seed = 0; seed < 300; seed++) {
            Random die = new Random(seed);
            TransferTheatre theatre = begin(die.nextInt(BEGINNINGS.length));
            for (int i = 0; i < LENGTH; i++) {
                act(theatre, die.nextBoolean() ? Act.STEP : Act.values()[die.nextInt(Act.values().length)]);
                theatre.phase().ifPresent(seen::add);
            }
            most.add(theatre.databases.authority().newest().number());
        }
        assertThat(seen).contains(Phase.SHADOWING, Phase.RAMPING, Phase.CUT_OVER, Phase.COMPLETED, Phase.ROLLED_BACK);
        assertThat(most.build()).anyMatch(epoch -> epoch >= 4);
    }

    private static void act(TransferTheatre theatre, Act act) {
        switch (act) {
            case STEP -> theatre.step();
            case LOSE_REPORT -> {
                theatre.inHand().ifPresent(theatre::perform);
                theatre.run();
            }
            case DIE -> theatre.run();
            case DIE_BETWEEN_THE_DATABASES -> {
                if (theatre.inHand().filter(Work.HandOver.class::isInstance).isPresent()) {
                    theatre.databases.takeAway();
                    theatre.run();
                }
            }
            case DEADLINE -> theatre.deadlineComes();
            case FAIL -> theatre.offer(theatre.failed());
            case CUT_OVER -> {
                theatre.offer(Shop.rollout(RolloutPolicy.NOBODY.withPercentage(100)));
                theatre.waits(Duration.ofHours(1)).offer(theatre.compared());
                theatre.offer(theatre.beginCutover());
            }
            case ABORT -> theatre.offer(theatre.abort());
            case RESTORE -> theatre.offer(theatre.restore());
            case COMPLETE -> {
                theatre.waits(Duration.ofDays(1)).offer(theatre.compared());
                theatre.offer(theatre.complete());
            }
            case TAKE_BACK -> {
                theatre.offer(Shop.rollBack());
                theatre.offer(Shop.rolledBack());
            }
            case PAUSE_OR_RESUME ->
                theatre.offer(theatre.migration instanceof MigrationState.Paused ? Shop.resume() : Shop.pause());
        }
    }

    private static void holds(TransferTheatre theatre) {
        Authority real = theatre.databases.authority();
        Phase phase = theatre.phase().orElseThrow();
        if (phase == Phase.ROLLED_BACK || phase == Phase.ROLLING_BACK) {
            assertThat(real.holder()).contains(Side.OLD);
            return;
        }
        assertThat(theatre.recordedEpoch()).isLessThanOrEqualTo(real.newest().number());
        if (phase == Phase.COMPLETED) {
            assertThat(real.holder()).contains(Side.NEW);
        }
        if (theatre.transfer().isEmpty()) {
            assertThat(real.state()).isEqualTo(Authority.State.SETTLED);
            assertThat(theatre.recordedEpoch()).isEqualTo(real.newest().number());
            assertThat(phase == Phase.CUT_OVER || phase == Phase.COMPLETED)
                    .isEqualTo(real.holder().orElseThrow() == Side.NEW);
        }
    }

    private static void comesToAnEnd(TransferTheatre theatre) {
        theatre.databases.heldFor = 0;
        theatre.run().end();
        assertThat(theatre.transfer()).isEmpty();
        holds(theatre);
        boolean canGoBack = theatre.phase()
                        .filter(p -> PhaseTable.hasReached(p, Phase.VERIFIED))
                        .isPresent()
                && !theatre.phase().equals(Optional.of(Phase.COMPLETED));
        if (canGoBack) {
            theatre.tell(theatre.restore()).end();
            assertThat(theatre.transfer()).isEmpty();
            assertThat(theatre.databases.authority().holder()).contains(Side.OLD);
            holds(theatre);
        }
    }

    @Test
    void a_rollback_is_possible_at_every_step_until_completion() {
        for (MigrationCommand[] so : List.of(
                new MigrationCommand[] {},
                new MigrationCommand[] {Shop.beginCutover()},
                new MigrationCommand[] {Shop.beginCutover(), Shop.fenced()},
                new MigrationCommand[] {Shop.beginCutover(), Shop.fenced(), Shop.rehearsed()},
                new MigrationCommand[] {Shop.beginCutover(), Shop.fenced(), Shop.rehearsed(), Shop.request()},
                new MigrationCommand[] {
                    Shop.beginCutover(), Shop.fenced(), Shop.rehearsed(), Shop.request(), Shop.moved(2)
                })) {
            TransferTheatre theatre = TransferTheatre.after(Shop.ramped().and(so));
            theatre.tell(theatre.restore());
            assertThat(theatre.transfer()).hasValueSatisfying(t -> assertThat(t).isInstanceOf(Transfer.Restore.class));
        }
    }
}
