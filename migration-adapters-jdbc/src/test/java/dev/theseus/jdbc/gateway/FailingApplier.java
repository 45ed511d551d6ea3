package dev.theseus.jdbc.gateway;

import dev.theseus.domain.database.DatabaseUnavailable;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.relay.Applier;
import dev.theseus.domain.relay.ApplyOutcome;
import java.sql.SQLException;
import java.util.Set;

/** Finds new away each time. */
final class FailingApplier implements Applier {

    @Override
    public ApplyOutcome apply(TablePlan table, Set<RowKey> keys, Patience patience) {
        throw new DatabaseUnavailable(Side.NEW, "apply", new SQLException("planted", "08006"));
    }

    @Override
    public ApplyOutcome removeVanished(TablePlan table, Patience patience) {
        throw new DatabaseUnavailable(Side.NEW, "remove", new SQLException("planted", "08006"));
    }
}
