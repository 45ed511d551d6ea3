package dev.theseus.app.status;

import dev.theseus.app.configuration.ControlRoom;
import dev.theseus.app.plan.PlanFile;
import dev.theseus.app.run.DataPlane;
import dev.theseus.domain.authority.Fencing;
import dev.theseus.domain.backfill.CopyProgress;
import dev.theseus.domain.changelog.ChangeLog.Backlog;
import dev.theseus.domain.critical.CriticalNews;
import dev.theseus.domain.critical.OpenWrite;
import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.DatabaseUnavailable;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.gate.Evidence;
import dev.theseus.domain.gate.ShadowReads;
import dev.theseus.domain.migration.IllegalTransition;
import dev.theseus.domain.migration.Migration;
import dev.theseus.domain.migration.MigrationState;
import dev.theseus.domain.migration.NextGate;
import dev.theseus.domain.migration.WayBack;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.phase.PhaseTable;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.plan.Plan;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.readmodel.MigrationStatus;
import dev.theseus.domain.routing.NodeReports.NodeBeat;
import dev.theseus.messaging.stream.EventStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Looks where a migration stands: what the events say, and how far copy and log are at this moment. Who looks again and
 * again keeps it; used by one thread.
 */
public final class StatusLook {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(50);

    private static final Duration SELDOM = Duration.ofSeconds(10);

    private final ControlRoom room;
    private final Databases databases;

    /** A question for all chunks there are; what is copied stays so. */
    private final Kept<Map<TableName, CopyProgress>> copies = new Kept<>(
            SELDOM, all -> all.values().stream().allMatch(copy -> copy.state() == CopyProgress.State.COMPLETE));

    /** Several questions for each table. */
    private final Kept<Fencing.State> fence = new Kept<>(SELDOM, state -> true);

    private @Nullable Told last;

    public StatusLook(ControlRoom room, Databases databases) {
        this.room = room;
        this.databases = databases;
    }

    /**
     * How things are at this moment, as far as the databases answer.
     *
     * @param unknown why there are no figures, empty if there are
     */
    private record Live(
            Map<TableName, CopyProgress> copies,
            Optional<Backlog> log,
            List<NodeBeat> nodes,
            AuthorityStatus.Measured authority,
            List<OpenWrite> criticalWrites,
            Optional<String> unknown) {

        static Live nothing(Optional<String> unknown) {
            return new Live(
                    Map.of(), Optional.empty(), List.of(), AuthorityStatus.Measured.NOTHING, List.of(), unknown);
        }

        Evidence evidence(Instant at) {
            return new Evidence(at, log.orElse(Backlog.EMPTY), ShadowReads.of(nodes));
        }
    }

    /** @throws IllegalTransition if there is no such migration */
    public Status of(PlanFile plan) throws InterruptedException {
        MigrationId migration = plan.migration();
        Told told = told(migration);
        MigrationStatus status = told.status();
        MigrationState state = told.state();
        Live live = StoredPlan.of(state).map(stored -> live(stored, told)).orElse(Live.nothing(Optional.empty()));
        Instant now = Instant.now();
        return new Status(
                status,
                NextGate.of(state, live.evidence(now), now),
                AuthorityStatus.of(state, live.authority()),
                live.copies(),
                live.log(),
                live.nodes(),
                live.criticalWrites(),
                OpenDefinitions.of(state),
                plan.stream().map(s -> room.streamProgress().lag(EventStream.nameOf(migration), migration)),
                live.unknown());
    }

    /**
     * What the events say.
     *
     * @param version number of the events
     */
    private record Told(MigrationId migration, long version, MigrationStatus status, MigrationState state) {}

    /** Events never change, so what they say is the same until there are more. */
    private Told told(MigrationId migration) throws InterruptedException {
        long version = room.plane().version(migration);
        if (version == 0) {
            throw new IllegalTransition(
                    "There is no migration \"" + migration + "\" in this control database yet. Run its plan first.");
        }
        Told before = last;
        if (before != null && before.version() == version && before.migration().equals(migration)) {
            return before;
        }
        Told now = new Told(
                migration, version, asOf(migration, version), room.plane().state(migration));
        // more may have happened meanwhile
        last = now.status().standing().sequence() == version - 1 && room.plane().version(migration) == version
                ? now
                : null;
        return now;
    }

    /** The read model is made from the events a little later; what happened before the question is in the answer. */
    private MigrationStatus asOf(MigrationId migration, long version) throws InterruptedException {
        room.startReadModels();
        Instant end = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(end)) {
            Optional<MigrationStatus> status =
                    room.readModels().status(migration).filter(s -> s.standing().sequence() >= version - 1);
            if (status.isPresent()) {
                return status.get();
            }
            Thread.sleep(LOOK);
        }
        return room.readModels()
                .status(migration)
                .orElseThrow(() -> new IllegalTransition("The status of migration \"" + migration
                        + "\" has not been made from its events yet. Ask again in a moment."));
    }

    /** Entries of the other tables are held, and say nothing of the relay. */
    private static Set<Integer> copied(Plan plan, Map<TableName, CopyProgress> copies) {
        return plan.tables().stream()
                .filter(t -> copies.getOrDefault(t.old(), CopyProgress.NOT_OPEN).state() == CopyProgress.State.COMPLETE)
                .map(TablePlan::number)
                .collect(Collectors.toSet());
    }

    private Live live(Plan plan, Told told) {
        try {
            return databases.ask(plan, data -> live(plan, told, data));
        } catch (DatabaseUnavailable | DatabaseRefused e) {
            return Live.nothing(Optional.of("No figures of this moment: " + e.getMessage()));
        }
    }

    private Live live(Plan plan, Told told, DataPlane data) {
        Map<TableName, CopyProgress> copied =
                copies.get(told.version(), () -> data.backfill().progress());
        Backlog backlog = data.changeLog().backlog(copied(plan, copied));
        return new Live(
                copied,
                Optional.of(backlog),
                data.nodes().nodes(),
                authority(plan, told, data, backlog),
                data.criticalWrites(CriticalNews.NONE).open(),
                Optional.empty());
    }

    private AuthorityStatus.Measured authority(Plan plan, Told told, DataPlane data, Backlog backlog) {
        if (Migration.phase(told.state())
                .filter(p -> PhaseTable.hasReached(p, Phase.VERIFIED))
                .isEmpty()) {
            return AuthorityStatus.Measured.NOTHING;
        }
        WayBack.Measured measured =
                new WayBack.Measured(backlog, Optional.of(data.oldHealth().look()));
        return new AuthorityStatus.Measured(
                Optional.of(data.handover().look()),
                Optional.of(fence.get(told.version(), () -> data.fencing().state(plan.tables()))),
                Optional.of(WayBack.of(told.state(), measured, Instant.now())));
    }
}
