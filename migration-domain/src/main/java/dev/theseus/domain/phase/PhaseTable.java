package dev.theseus.domain.phase;

import static dev.theseus.domain.phase.Phase.BACKFILLING;
import static dev.theseus.domain.phase.Phase.CAPTURING;
import static dev.theseus.domain.phase.Phase.CATCHING_UP;
import static dev.theseus.domain.phase.Phase.COMPLETED;
import static dev.theseus.domain.phase.Phase.CUT_OVER;
import static dev.theseus.domain.phase.Phase.DUAL_WRITING;
import static dev.theseus.domain.phase.Phase.PLANNED;
import static dev.theseus.domain.phase.Phase.PREPARED;
import static dev.theseus.domain.phase.Phase.RAMPING;
import static dev.theseus.domain.phase.Phase.ROLLED_BACK;
import static dev.theseus.domain.phase.Phase.ROLLING_BACK;
import static dev.theseus.domain.phase.Phase.SHADOWING;
import static dev.theseus.domain.phase.Phase.VERIFIED;
import static dev.theseus.domain.phase.Trigger.ADVANCE;
import static dev.theseus.domain.phase.Trigger.COMPLETE;
import static dev.theseus.domain.phase.Trigger.DIVERGENCE;
import static dev.theseus.domain.phase.Trigger.PLAN;
import static dev.theseus.domain.phase.Trigger.REMAP;
import static dev.theseus.domain.phase.Trigger.RESTORE;
import static dev.theseus.domain.phase.Trigger.ROLLBACK_DONE;
import static dev.theseus.domain.phase.Trigger.ROLL_BACK;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The transitions as data: what the aggregate allows, what the documentation draws, what the tests visit. */
public final class PhaseTable {

    /** From plan to a new database that stands alone; each phase is entered from the one before it. */
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
                    SHADOWING, ADVANCE, RAMPING, "the same, and enough shadow reads were compared that did not differ"),
            new Transition(
                    RAMPING,
                    Trigger.CUT_OVER,
                    CUT_OVER,
                    "everybody has read from new for long enough, the way back was just tried, authority moved to new"),
            new Transition(CUT_OVER, COMPLETE, COMPLETED, "the time of the way back is over, nothing is open"));

    /** Asked for with each read that a node routes. */
    private static final List<Phase> PATH = Stream.concat(
                    Stream.of(PLANNED), FORWARD.stream().map(Transition::to))
            .toList();

    /** What a checkpoint can bring back: old has authority in all of these, and new follows. */
    private static final List<Phase> RESTORABLE = List.of(DUAL_WRITING, VERIFIED, SHADOWING, RAMPING);

    private static Stream<Transition> restorations() {
        return Stream.of(VERIFIED, SHADOWING, RAMPING, CUT_OVER)
                .flatMap(from -> RESTORABLE.stream()
                        .filter(to -> path().indexOf(to) < path().indexOf(from))
                        .map(to -> new Transition(from, RESTORE, to, restoring(from))));
    }

    /** What was verified was so under the former version. */
    private static Transition remapping(Phase from) {
        return new Transition(from, REMAP, DUAL_WRITING, "a mapping is replaced by its next version");
    }

    private static String restoring(Phase from) {
        return from == CUT_OVER ? "old is healthy, authority moved back" : "old is healthy";
    }

    private static final List<Transition> BACKWARD = Stream.of(
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
                                    VERIFIED,
                                    DIVERGENCE,
                                    DUAL_WRITING,
                                    "a later comparison found more than is permitted"),
                            remapping(VERIFIED),
                            remapping(SHADOWING),
                            remapping(RAMPING),
                            new Transition(
                                    ROLLING_BACK,
                                    ROLLBACK_DONE,
                                    ROLLED_BACK,
                                    "nothing of ours is left in the databases"),
                            new Transition(ROLLED_BACK, PLAN, PLANNED, "the same plan or another one"),
                            new Transition(ROLLED_BACK, ADVANCE, PREPARED, "bookkeeping stands in both databases")),
                    restorations())
            .flatMap(rows -> rows)
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

    /** The way from plan to the end, in order. */
    public static List<Phase> path() {
        return PATH;
    }

    /** Whether a migration in one phase has been through another on the way from plan to the end. */
    public static boolean hasReached(Phase current, Phase wanted) {
        return PATH.contains(wanted) && PATH.indexOf(current) >= PATH.indexOf(wanted);
    }

    /** Whether a checkpoint taken in a phase can be restored. */
    public static boolean isRestorable(Phase phase) {
        return RESTORABLE.contains(phase);
    }

    /** The phase that can be advanced to from this one; empty where something else than advancing leads on. */
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
