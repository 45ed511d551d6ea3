package dev.theseus.app.operations;

import dev.theseus.app.run.MigrationRun;
import dev.theseus.domain.audit.Actor;
import dev.theseus.domain.audit.Origin;
import dev.theseus.domain.migration.MigrationCommand;
import dev.theseus.domain.migration.MigrationEvent;
import dev.theseus.domain.migration.MigrationState;
import dev.theseus.domain.migration.RunId;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.process.RunLock;
import dev.theseus.domain.process.WorkCrew;
import dev.theseus.domain.routing.Rollout;
import dev.theseus.messaging.ControlPlane;
import java.util.List;

/**
 * The control plane as one run sees it: one migration, one origin.
 *
 * @param origin that every command of the run is given
 * @param right to run the migration
 */
record PlaneControl(ControlPlane plane, MigrationId migration, Origin origin, RunLock.Held right)
        implements MigrationRun.Control {

    @Override
    public void startProcesses(RunId run, WorkCrew crew) {
        plane.startProcesses(migration, run, crew);
    }

    @Override
    public void send(MigrationCommand command) {
        plane.execute(command, origin);
    }

    @Override
    public void note(MigrationCommand command, String reason) {
        plane.execute(command, new Origin(Actor.PROCESS, reason, origin.correlation()));
    }

    @Override
    public long version() {
        return plane.version(migration);
    }

    @Override
    public List<MigrationEvent> since(long version) {
        return plane.since(migration, version);
    }

    @Override
    public Rollout rollout() {
        return plane.rollout(migration);
    }

    @Override
    public MigrationState state() {
        return plane.state(migration);
    }
}
