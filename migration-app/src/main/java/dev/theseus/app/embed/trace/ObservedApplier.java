package dev.theseus.app.embed.trace;

import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.relay.Applier;
import dev.theseus.domain.relay.ApplyOutcome;
import io.micrometer.observation.ObservationRegistry;
import java.util.Set;

/**
 * An applier of a relay's, each of whose batches is an observation. Names of tables are told, keys and rows are not.
 */
public final class ObservedApplier implements Applier {

    private static final String BY = "relay";

    private final Applier applier;
    private final Observations observations;

    public ObservedApplier(Applier applier, ObservationRegistry registry) {
        this.applier = applier;
        this.observations = new Observations(registry);
    }

    @Override
    public ApplyOutcome apply(TablePlan table, Set<RowKey> keys, Patience patience) {
        return observations.applies(
                BY, table.old(), () -> applier.apply(table, keys, patience), ObservedApplier::outcome);
    }

    @Override
    public ApplyOutcome removeVanished(TablePlan table, Patience patience) {
        return observations.applies(
                BY, table.old(), () -> applier.removeVanished(table, patience), ObservedApplier::outcome);
    }

    private static String outcome(ApplyOutcome outcome) {
        return switch (outcome) {
            case ApplyOutcome.Applied applied -> applied.left().isEmpty() ? "applied" : "partly-left";
            case ApplyOutcome.NotInForce away -> "not-in-force";
            case ApplyOutcome.Refused refused -> "refused";
        };
    }
}
