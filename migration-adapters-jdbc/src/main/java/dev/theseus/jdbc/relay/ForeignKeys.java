package dev.theseus.jdbc.relay;

import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.PgReplicaRole;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Whether foreign keys fire on the target when the relay writes. Found out once; safe for several threads. */
final class ForeignKeys {

    private final PgDatabase target;
    private final AtomicReference<@Nullable Firing> known = new AtomicReference<>();

    ForeignKeys(PgDatabase target) {
        this.target = target;
    }

    /** What foreign keys do. */
    enum Firing {
        SILENT,
        FIRE
    }

    Firing firing() {
        Firing firing = known.get();
        if (firing == null) {
            PgReplicaRole.Standing standing =
                    target.inTransaction("ask for the replication role", new PgReplicaRole()::take);
            firing = standing == PgReplicaRole.Standing.TAKEN ? Firing.SILENT : Firing.FIRE;
            known.set(firing);
        }
        return firing;
    }
}
