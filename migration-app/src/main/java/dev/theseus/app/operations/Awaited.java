package dev.theseus.app.operations;

import dev.theseus.app.cli.Console;
import dev.theseus.app.cli.ExitCode;
import dev.theseus.app.configuration.ControlRoom;
import dev.theseus.domain.migration.Migration;
import dev.theseus.domain.migration.MigrationEvent;
import dev.theseus.domain.migration.MigrationState;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.process.RunLock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Follows a transfer that a run carries out, and says what came of it. */
final class Awaited {

    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration BETWEEN_WARNINGS = Duration.ofSeconds(10);

    private final ControlRoom room;
    private final MigrationId migration;
    private final TrailSince trail;
    private final Console console;
    private final List<MigrationEvent> all = new ArrayList<>();

    Awaited(ControlRoom room, MigrationId migration, TrailSince trail, Console console) {
        this.room = room;
        this.migration = migration;
        this.trail = trail;
        this.console = console;
    }

    /**
     * What there is to print at the end.
     *
     * @param outcome in words
     * @param pausesMillis for which writers were held, one for each time that authority moved
     */
    private record Answer(
            String migration, String phase, String outcome, Optional<Long> epoch, List<Double> pausesMillis) {}

    /** When nobody waits for more. */
    ExitCode beginning(String what, List<MigrationEvent> own) {
        take(own);
        boolean begun = isUnderTransfer();
        answer(begun ? "begun" : ending());
        if (begun && console.form() == Console.Form.TEXT) {
            console.line(what + " goes on in the run; `theseus status` shows how far it is.");
        }
        warnWithoutRun();
        return ExitCode.DONE;
    }

    /** Waits until nothing is in progress any more. */
    ExitCode end(String what, List<MigrationEvent> own) throws InterruptedException {
        take(own);
        long warned = System.nanoTime() - BETWEEN_WARNINGS.toNanos();
        while (isUnderTransfer()) {
            if (System.nanoTime() - warned > BETWEEN_WARNINGS.toNanos()) {
                warnWithoutRun();
                warned = System.nanoTime();
            }
            Thread.sleep(LOOK);
            take(trail.next());
        }
        take(trail.next());
        String outcome = ending();
        answer(outcome);
        Optional<String> givenUp =
                last(MigrationEvent.TransferAborted.class).map(MigrationEvent.TransferAborted::reason);
        givenUp.ifPresent(reason -> console.note(what + " was given up: " + reason));
        return givenUp.isPresent() ? ExitCode.STOPPED : ExitCode.DONE;
    }

    /** What was seen so far, oldest first. */
    List<MigrationEvent> events() {
        return List.copyOf(all);
    }

    private void take(List<MigrationEvent> news) {
        all.addAll(news);
        if (console.form() == Console.Form.TEXT) {
            news.stream().map(TransferText::of).flatMap(Optional::stream).forEach(text -> console.line("  " + text));
            console.out().flush();
        }
    }

    private boolean isUnderTransfer() {
        return switch (room.plane().state(migration)) {
            case MigrationState.Underway u -> u.transfer().isPresent();
            case MigrationState.Paused p -> p.held().transfer().isPresent();
            case MigrationState.RollingBack r -> false;
            case MigrationState.RolledBack r -> false;
            case MigrationState.Completed c -> false;
            case MigrationState.Unplanned u -> false;
        };
    }

    private <E extends MigrationEvent> Optional<E> last(Class<E> kind) {
        return all.stream().filter(kind::isInstance).map(kind::cast).reduce((a, b) -> b);
    }

    private String ending() {
        return all.stream().map(Awaited::ending).flatMap(Optional::stream).reduce("nothing to do", (a, b) -> b);
    }

    private static Optional<String> ending(MigrationEvent event) {
        if (event instanceof MigrationEvent.TransferAborted) {
            return Optional.of("given up");
        }
        if (event instanceof MigrationEvent.CutoverCompleted) {
            return Optional.of("cut over");
        }
        if (event instanceof MigrationEvent.CheckpointRestored restored) {
            return Optional.of("checkpoint " + restored.checkpoint() + " restored");
        }
        if (event instanceof MigrationEvent.RestoreForeseen foreseen) {
            return Optional.of("checkpoint " + foreseen.checkpoint() + " would have been restored");
        }
        if (event instanceof MigrationEvent.CheckpointTaken taken) {
            return Optional.of("checkpoint " + taken.checkpoint().name() + " taken");
        }
        return event instanceof MigrationEvent.PhaseEntered entered && entered.to() == Phase.COMPLETED
                ? Optional.of("completed")
                : Optional.empty();
    }

    private void answer(String outcome) {
        MigrationState state = room.plane().state(migration);
        Answer answer = new Answer(
                migration.value(),
                Migration.phase(state).map(Enum::name).orElse("none"),
                outcome,
                last(MigrationEvent.AuthorityMoved.class).map(m -> m.epoch().number()),
                pauses());
        if (console.form() == Console.Form.JSON) {
            console.json(answer);
        } else {
            console.line("Migration %s: %s, in phase %s%s"
                    .formatted(
                            answer.migration(),
                            answer.outcome(),
                            answer.phase(),
                            answer.pausesMillis().isEmpty()
                                    ? "."
                                    : "; writers were held for "
                                            + answer.pausesMillis().stream()
                                                    .map("%.1f ms"::formatted)
                                                    .reduce((a, b) -> a + " and " + b)
                                                    .orElseThrow()
                                            + "."));
        }
    }

    private List<Double> pauses() {
        return all.stream()
                .filter(MigrationEvent.AuthorityMoved.class::isInstance)
                .map(event -> ((MigrationEvent.AuthorityMoved) event).pause().toNanos() / 1e6)
                .toList();
    }

    /** Whoever holds the right runs it; if it is to be had, nobody does. */
    private void warnWithoutRun() {
        if (!isUnderTransfer()) {
            return;
        }
        Optional<RunLock.Held> free = room.runLock().tryAcquire(migration);
        if (free.isPresent()) {
            free.get().close();
            console.note("No run is at work, and it takes one: start `theseus run` without --until, in another terminal"
                    + " or as a service.");
        }
    }
}
