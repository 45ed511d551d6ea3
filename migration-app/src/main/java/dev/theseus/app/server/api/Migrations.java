package dev.theseus.app.server.api;

import dev.theseus.app.server.watch.Served;

/** The migrations that are served: one. */
final class Migrations {

    private Migrations() {}

    /** @throws NoSuchThing if it is not the one that is served */
    static void require(Served served, String migration) {
        if (!served.migration().value().equals(migration)) {
            throw new NoSuchThing("This server serves migration \"" + served.migration() + "\" and no other");
        }
    }
}
