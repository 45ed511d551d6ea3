package dev.theseus.domain.phase;

import static dev.theseus.domain.phase.Phase.BACKFILLING;
import static dev.theseus.domain.phase.Phase.CAPTURING;
import static dev.theseus.domain.phase.Phase.CATCHING_UP;
import static dev.theseus.domain.phase.Phase.DUAL_WRITING;
import static dev.theseus.domain.phase.Phase.PLANNED;
import static dev.theseus.domain.phase.Phase.PREPARED;
import static dev.theseus.domain.phase.Phase.RAMPING;
import static dev.theseus.domain.phase.Phase.ROLLED_BACK;
import static dev.theseus.domain.phase.Phase.ROLLING_BACK;
import static dev.theseus.domain.phase.Phase.SHADOWING;
import static dev.theseus.domain.phase.Phase.VERIFIED;
import static dev.theseus.domain.phase.Trigger.ADVANCE;
import static dev.theseus.domain.phase.Trigger.PLAN;
import static dev.theseus.domain.phase.Trigger.ROLLBACK_DONE;
import static dev.theseus.domain.phase.Trigger.ROLL_BACK;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The transitions as data: what the aggregate allows, what the documentation draws, what the tests visit. */
public final class PhaseTable {

    /** From plan to reads on new; each phase is entered from the one before it. */
    private static final List<Transition> FORWARD = List.of(
            new Transition(PLANNED, ADVANCE, PREPARED, "bookkeeping stands in both databases"),
            new Transition(PREPARED, ADVANCE, CAPTURING, "capture stands on every table"),
            new Transition(CAPTURING, ADVANCE, BACKFILLING, "capture stands on every table"),
            new Transition(BACKFILLING, ADVANCE, CATCHING_UP, "every table is copied, its indexes are built"),
            new Transition(
                    CATCHING_UP, ADVANCE, DUAL_WRITING, "the log is drained to the permitted lag, foreign keys hold"),
            new Transition(
                    DUAL_WRITING,
                    ADVANCE,
                    VERIFIED,
                    "a comparison of all tables found no divergence, nothing is set aside"),
            new Transition(
                    VERIFIED,
                    ADVANCE,
                    SHADOWING,
                    "the last comparison found no divergence, the relay follows, nothing is set aside"),
            new Transition(
                    SHADOWING,
                    ADVANCE,
                    RAMPING,
                    "the same, and enough shadow reads were compared that did not differ"));

    private static final List<Transition> BACKWARD = Stream.concat(
                    Stream.of(
                                    PLANNED,
                                    PREPARED,
                                    CAPTURING,
                                    BACKFILLING,
                                    CATCHING_UP,
                                    DUAL_WRITING,
                                    VERIFIED,
                                    SHADOWING,
                                    RAMPING)
                            .map(from -> new Transition(from, ROLL_BACK, ROLLING_BACK, "at any time")),
                    Stream.of(
                            new Transition(
                                    ROLLING_BACK,
                                    ROLLBACK_DONE,
                                    ROLLED_BACK,
                                    "nothing of ours is left in the databases"),
                            new Transition(ROLLED_BACK, PLAN, PLANNED, "the same plan or another one"),
                            new Transition(ROLLED_BACK, ADVANCE, PREPARED, "bookkeeping stands in both databases")))
            .toList();

    /** Asked for with each read that a node routes. */
    private static final List<Phase> PATH = Stream.concat(
                    Stream.of(PLANNED), FORWARD.stream().map(Transition::to))
            .toList();

    private PhaseTable() {}

    public static List<Transition> transitions() {
        return Stream.concat(FORWARD.stream(), BACKWARD.stream()).toList();
    }

    public static Optional<Transition> find(Phase from, Trigger trigger, Phase to) {
        return transitions().stream()
                .filter(t -> t.from() == from && t.trigger() == trigger && t.to() == to)
                .findFirst();
    }

    /** The way from plan to reads on new, in order. */
    public static List<Phase> path() {
        return PATH;
    }

    /** Whether a migration in one phase has been through another on the way from plan to reads on new. */
    public static boolean hasReached(Phase current, Phase wanted) {
        return PATH.contains(wanted) && PATH.indexOf(current) >= PATH.indexOf(wanted);
    }

    /** The phase after this one on the way; empty at its end and off the way. */
    public static Optional<Phase> next(Phase current) {
        return transitions().stream()
                .filter(t -> t.from() == current && t.trigger() == ADVANCE)
                .map(Transition::to)
                .findFirst();
    }

    /** The table as a Mermaid state diagram; the documentation holds its output. */
    public static String diagram() {
        StringBuilder text = new StringBuilder("stateDiagram-v2\n    [*] --> PLANNED\n");
        transitions()
                .forEach(t -> text.append("    %s --> %s: %s, %s%n"
                        .formatted(
                                t.from(),
                                t.to(),
                                t.trigger().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                                t.condition())
                        .replace(System.lineSeparator(), "\n")));
        return text.toString();
    }
}
