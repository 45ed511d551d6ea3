package dev.theseus.domain.process;

import dev.theseus.domain.migration.RunId;
import dev.theseus.domain.plan.MigrationId;

/**
 * Does the work that processes order, elsewhere: ordering returns at once. Each process has a hand of its own, which
 * does one piece after the other: {@link Work.Hold}, {@link Work.Settle} and {@link Work.TakeBack} take the place of
 * whatever that hand is at; other work waits for it. Orders that belong to another run than the crew's own are ignored:
 * after a crash a process hears old events before it hears of the new run.
 */
public interface WorkCrew {

    /**
     * @param process that orders; see {@link MigrationProcess#name}
     * @param run the run that the process knows of
     */
    void order(MigrationId migration, String process, RunId run, Work work);
}
