package dev.theseus.domain.process;

import dev.theseus.domain.migration.RunId;
import dev.theseus.domain.plan.MigrationId;

/**
 * Does the work that the process orders, one piece after the other, elsewhere: ordering returns at once.
 * {@link Work.Hold} and {@link Work.TakeBack} take the place of whatever is in hand; other work waits for it. Orders
 * that belong to another run than the crew's own are ignored: after a crash the process hears old events before it
 * hears of the new run.
 */
public interface WorkCrew {

    /** @param run the run that the process knows of; see {@link BackfillState#run} */
    void order(MigrationId migration, RunId run, Work work);
}
