package dev.theseus.app.server.watch;

import dev.theseus.domain.plan.MigrationId;

/** The server has just started, or its databases take long to answer. */
public final class StillLooking extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StillLooking(MigrationId migration) {
        super("Migration \"" + migration + "\" has not been looked at yet. Ask again in a moment.");
    }
}
