package dev.theseus.app.operations;

import dev.theseus.app.cli.EnvironmentFailed;
import dev.theseus.app.configuration.ControlRoom;
import dev.theseus.app.run.DataPlane;
import dev.theseus.app.run.Publication;
import dev.theseus.domain.database.DatabaseUnavailable;
import dev.theseus.domain.migration.Migration;
import dev.theseus.domain.plan.Plan;
import dev.theseus.domain.routing.Rollout;

/** Tells the nodes what was decided, right after it was. */
final class Publishing {

    private Publishing() {}

    /** @throws EnvironmentFailed if the nodes can't be told now; the decision stands all the same */
    static Rollout publish(ControlRoom room, Plan plan, DataPlane data) {
        try {
            return new Publication(
                            () -> room.plane().version(plan.id()),
                            () -> room.plane().rollout(plan.id()),
                            data.board(),
                            () -> Migration.plan(room.plane().state(plan.id()))
                                    .orElse(plan)
                                    .tables())
                    .publish();
        } catch (DatabaseUnavailable away) {
            throw new EnvironmentFailed("The decision is kept, but the nodes have not heard of it: the " + away.side()
                    + " database does not answer. Repeat the command when it does; a run that follows tells them too.");
        }
    }
}
