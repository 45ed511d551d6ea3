package dev.theseus.jdbc.apply;

import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.relay.Applier.Patience;
import dev.theseus.jdbc.apply.ApplyTransaction.Ground;
import dev.theseus.jdbc.postgres.Opening;
import dev.theseus.jdbc.postgres.PgFence;
import dev.theseus.jdbc.postgres.PgReplicaRole;
import dev.theseus.jdbc.postgres.PgStripes;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Set;

/**
 * How an apply has entered the target. Settings, fence, epoch and locks take one round trip; each is a statement of its
 * own, so that the epoch is read when the fence is held.
 *
 * @param session inside its transaction
 * @param epoch in force there
 * @param held the keys whose locks are held
 */
record Entrance(TargetSession session, Epoch epoch, Set<RowKey> held) {

    static Entrance enter(Opening target, Ground ground, PgStripes stripes, Set<RowKey> wanted, Patience patience)
            throws SQLException {
        PgReplicaRole.Standing standing = ground.role().standing(target);
        KeyLocks locks = ground.seams().locks();
        String statements = String.join(
                ";\n",
                PgReplicaRole.with(TargetSession.BEGIN, standing),
                ground.fence().joining(),
                locks.statement(patience));
        return target.first(statements, all -> {
            all.setString(1, ground.limits().lockTimeout(patience));
            locks.bind(all, 2, stripes, wanted);
            target.execute(all);
            return entered(all, new TargetSession(target.session(), standing), locks, stripes, wanted);
        });
    }

    private static Entrance entered(
            PreparedStatement all, TargetSession session, KeyLocks locks, PgStripes stripes, Set<RowKey> wanted)
            throws SQLException {
        all.getMoreResults();
        Epoch epoch = PgFence.joined(all);
        all.getMoreResults();
        return new Entrance(session, epoch, locks.held(all.getResultSet(), stripes, wanted));
    }
}
