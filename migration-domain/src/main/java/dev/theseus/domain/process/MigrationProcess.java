package dev.theseus.domain.process;

import dev.theseus.domain.migration.MigrationEvent;
import dev.theseus.domain.migration.RunId;
import java.util.List;
import java.util.Optional;

/**
 * What is to be done next after each event of a migration. Pure; whoever keeps its state and passes its orders on is
 * thin.
 *
 * <p>An order can get lost in a crash, and an event can be heard twice. So upon {@link MigrationEvent.RunBegan} a
 * process orders everything that is outstanding, deadlines included, and every order may be given again at any time.
 *
 * @param <S> its state, an immutable value
 */
public interface MigrationProcess<S> {

    /** Names it for ever: its stored state, its deadlines and what the crew does for it go by this name. */
    String name();

    /** Before any event. */
    S initial();

    /** What the process knows after an event. */
    S evolve(S state, MigrationEvent event);

    /**
     * What is to be done after an event; nothing without a run.
     *
     * @param state after the event, that is what {@link #evolve} made of it
     */
    List<Order> react(S state, MigrationEvent event);

    /** The run in progress, if any. */
    Optional<RunId> run(S state);
}
