package dev.theseus.domain.rollout;

import static dev.theseus.domain.rollout.Figures.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.plan.AutomaticRollbackSettings;
import dev.theseus.domain.plan.AutomaticRollbackSettings.Guard;
import dev.theseus.domain.plan.AutomaticRollbackSettings.Mode;
import dev.theseus.domain.rollout.RollbackPolicy.Answer;
import dev.theseus.domain.rollout.RollbackPolicy.Withheld;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RollbackPolicyTest {

    private static Answer answer(Mode mode, Instant... earlier) {
        Guard guard = new Guard(2, Duration.ofHours(1));
        return RollbackPolicy.answer(
                new AutomaticRollbackSettings(mode, Duration.ofMinutes(5), 0.05, 100, guard), List.of(earlier), NOON);
    }

    @Test
    void goes_back_when_it_may() {
        assertThat(answer(Mode.ON)).isEqualTo(new Answer.GoBack());
        assertThat(answer(Mode.ON, NOON.minusSeconds(1))).isEqualTo(new Answer.GoBack());
    }

    @Test
    void only_says_so_in_dry_mode_and_nothing_more_when_it_is_off() {
        assertThat(answer(Mode.DRY)).isEqualTo(new Answer.Withhold(Withheld.DRY));
        assertThat(answer(Mode.OFF)).isEqualTo(new Answer.Withhold(Withheld.OFF));
    }

    @Test
    void does_not_go_to_and_fro() {
        Instant hourAgo = NOON.minus(Duration.ofHours(1));

        assertThat(answer(Mode.ON, NOON.minusSeconds(2), NOON.minusSeconds(1)))
                .isEqualTo(new Answer.Withhold(Withheld.TOO_OFTEN));
        assertThat(answer(Mode.ON, hourAgo, NOON.minusSeconds(1))).isEqualTo(new Answer.GoBack());
    }
}
