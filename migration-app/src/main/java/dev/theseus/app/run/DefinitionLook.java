package dev.theseus.app.run;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.definition.DefinitionChange;
import dev.theseus.domain.definition.DefinitionChange.Weight;
import dev.theseus.domain.definition.Trait.Kind;
import dev.theseus.domain.migration.MigrationCommand;
import dev.theseus.domain.migration.MigrationState;
import dev.theseus.domain.migration.MigrationState.Paused;
import dev.theseus.domain.migration.MigrationState.Underway;
import dev.theseus.domain.migration.Transfer;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.phase.PhaseTable;
import dev.theseus.domain.plan.Plan;
import dev.theseus.domain.plan.TablePlan;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Looks whether tables are still as they were, and puts on record what is not. What does not matter is kept as it is
 * now; what does is left to a person. Safe for several threads and processes: what is told twice is on record once.
 */
public final class DefinitionLook {

    private final Plan plan;
    private final DataPlane data;
    private final Findings findings;
    private final InstantSource clock;

    /** @param findings where the changes are put on record */
    public DefinitionLook(Plan plan, DataPlane data, Findings findings, InstantSource clock) {
        this.plan = plan;
        this.data = data;
        this.findings = findings;
        this.clock = clock;
    }

    static DefinitionLook on(Ground ground) {
        return new DefinitionLook(ground.plan(), ground.data(), ground.reports(), ground.clock());
    }

    /**
     * Looks once.
     *
     * @throws dev.theseus.domain.database.DatabaseUnavailable if a server is away
     * @throws dev.theseus.domain.capture.CaptureRefused if a new partition could not be locked to be captured; the next
     *     look tries again
     */
    public void look() {
        watched(findings.state()).ifPresent(this::look);
    }

    private void look(Underway migration) {
        Side source = migration.authority().holder();
        List<DefinitionChange> found = data.definitions().look(plan.tables(), source);
        if (isNews(migration, found)) {
            findings.note(
                    new MigrationCommand.ReportDefinitions(plan.id(), clock.instant(), found), "definitions have changed");
        }
        List<DefinitionChange> harmless =
                found.stream().filter(c -> c.weight() == Weight.NOTED).toList();
        mendPartitions(harmless, source);
        data.definitions().settle(harmless);
    }

    /** Those that are open already hold the migration, unless something kept them from doing so. */
    private boolean isNews(Underway migration, List<DefinitionChange> found) {
        List<DefinitionChange> open = migration.facts().definitions().changes();
        boolean isHeld = open.isEmpty() || findings.state() instanceof Paused;
        return !isHeld || found.stream().anyMatch(f -> open.stream().noneMatch(f::isSameAs));
    }

    /** Capture that is installed again notes the rows that came or went with a partition. */
    private void mendPartitions(List<DefinitionChange> changes, Side source) {
        for (TablePlan table : plan.tables()) {
            if (source == Side.OLD
                    && changes.stream()
                            .anyMatch(c -> c.trait().kind() == Kind.PARTITION
                                    && c.side() == Side.OLD
                                    && c.table().equals(table.old()))) {
                data.capture().install(table);
            }
        }
    }

    /** While authority moves, or what leads back is taken away, tables are not what they are going to be. */
    private static Optional<Underway> watched(MigrationState state) {
        return underway(state)
                .filter(u -> PhaseTable.hasReached(u.phase(), Phase.PREPARED))
                .filter(u -> u.transfer().filter(DefinitionLook::changesTables).isEmpty());
    }

    private static Optional<Underway> underway(MigrationState state) {
        return switch (state) {
            case Underway u -> Optional.of(u);
            case Paused p -> Optional.of(p.held());
            case MigrationState.Unplanned u -> Optional.empty();
            case MigrationState.RollingBack r -> Optional.empty();
            case MigrationState.RolledBack r -> Optional.empty();
            case MigrationState.Completed d -> Optional.empty();
        };
    }

    private static boolean changesTables(Transfer transfer) {
        return switch (transfer) {
            case Transfer.Cutover c ->
                switch (c.stage()) {
                    case FENCING, REHEARSING, APPROVING, CHECKING, VERIFYING -> false;
                    case HANDING_OVER, SETTLING -> true;
                };
            case Transfer.Restore r -> true;
            case Transfer.Completion d -> true;
        };
    }
}
