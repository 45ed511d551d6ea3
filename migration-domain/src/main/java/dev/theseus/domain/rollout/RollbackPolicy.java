package dev.theseus.domain.rollout;

import dev.theseus.domain.plan.AutomaticRollbackSettings;
import java.time.Instant;
import java.util.Collection;

/** Whether a migration in trouble goes back by itself. */
public final class RollbackPolicy {

    private RollbackPolicy() {}

    /** The answer. */
    public sealed interface Answer {

        /** It goes back now. */
        record GoBack() implements Answer {}

        /** It does not; a person has to look. */
        record Withhold(Withheld why) implements Answer {}
    }

    /** Why a migration did not go back by itself. */
    public enum Withheld {
        /** It only says what it would have done. */
        DRY,
        /** It is not to go back by itself. */
        OFF,
        /** It has done so too often lately. */
        TOO_OFTEN,
        /** Rows differ while new has authority: old would not show what was written. */
        OLD_DIFFERS,
        /** Nobody reads from new anyway. */
        NOT_NEEDED,
        /** It can't go back from where it is. */
        NOT_POSSIBLE
    }

    /** @param earlier when it went back by itself before */
    public static Answer answer(AutomaticRollbackSettings settings, Collection<Instant> earlier, Instant at) {
        return switch (settings.mode()) {
            case OFF -> new Answer.Withhold(Withheld.OFF);
            case DRY -> new Answer.Withhold(Withheld.DRY);
            case ON -> guarded(settings.guard(), earlier, at);
        };
    }

    private static Answer guarded(AutomaticRollbackSettings.Guard guard, Collection<Instant> earlier, Instant at) {
        long lately = earlier.stream()
                .filter(e -> e.isAfter(at.minus(guard.period())))
                .count();
        return lately < guard.rollbacks() ? new Answer.GoBack() : new Answer.Withhold(Withheld.TOO_OFTEN);
    }
}
