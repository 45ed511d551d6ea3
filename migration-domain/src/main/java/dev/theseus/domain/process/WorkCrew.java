package dev.theseus.domain.process;

import dev.theseus.domain.plan.MigrationId;

/**
 * Does the work that the process orders. Returns at once; the work is done elsewhere, one piece after the other, and a
 * new order takes the place of the one in hand. A node that runs no migration has a crew that does nothing.
 */
public interface WorkCrew {

    void order(MigrationId migration, Work work);
}
