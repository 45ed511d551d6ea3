package dev.theseus.app.server.watch;

import dev.theseus.app.status.AuthorityStatus;
import dev.theseus.app.status.Status;
import dev.theseus.domain.access.ApprovalRequest;
import dev.theseus.domain.backfill.CopyProgress;
import dev.theseus.domain.changelog.ChangeLog.Backlog;
import dev.theseus.domain.critical.OpenWrite;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.definition.DefinitionChange;
import dev.theseus.domain.migration.NextGate;
import dev.theseus.domain.migration.WayBack;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.phase.PhaseTable;
import dev.theseus.domain.readmodel.MigrationStatus;
import dev.theseus.domain.readmodel.MigrationStatus.Pace;
import dev.theseus.domain.routing.NodeReports.NodeBeat;
import dev.theseus.domain.routing.RolloutPolicy;
import dev.theseus.domain.verification.VerificationSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Where a migration stands, as the API says it. What is not known is null there, never 0.
 *
 * @param migration its name
 * @param version number of its events; every decision raises it
 * @param at when this was looked at
 * @param phase in which it is; PLANNED also before anything happened
 * @param phases the way from plan to the end, in order
 * @param paused whether work is held
 * @param since when the last thing happened
 * @param next the gate before the next phase
 * @param run the last one
 * @param tables all that are planned
 * @param log the change log
 * @param rollout who reads from new
 * @param nodes of the service that are up
 * @param authority who accepts writes
 * @param approvals what waits for a person
 * @param definitions changes of tables that hold the migration until somebody answers, as sentences
 * @param incidents what somebody may want to look into, oldest first
 * @param checkpoints that were taken, oldest first
 * @param verification the last one
 * @param criticalWrites that are in one database only
 * @param unknown why there are no figures of this moment
 */
public record MigrationView(
        String migration,
        long version,
        Instant at,
        Phase phase,
        List<Phase> phases,
        boolean paused,
        Optional<Instant> since,
        Optional<NextGate> next,
        Optional<Run> run,
        List<Table> tables,
        Optional<Log> log,
        Rollout rollout,
        List<NodeBeat> nodes,
        Optional<Authority> authority,
        List<Approval> approvals,
        List<String> definitions,
        List<Incident> incidents,
        List<Checkpoint> checkpoints,
        Optional<VerificationSummary> verification,
        List<OpenWrite> criticalWrites,
        Optional<String> unknown) {

    /**
     * @param until the phase after which it ends by itself
     * @param outcome empty while it works, and after a kill
     */
    public record Run(String id, Optional<Phase> until, Instant began, Optional<String> outcome) {}

    /**
     * @param stage PLANNED, CAPTURED, COPIED or INDEXED
     * @param copy NOT_OPEN, COPYING or COMPLETE
     * @param fraction of the table that is covered, 0 to 1
     * @param remainingSeconds until it is copied, if that can be said
     */
    public record Table(
            String table,
            String target,
            MigrationStatus.Stage stage,
            CopyProgress.State copy,
            long rows,
            long bytes,
            long chunks,
            double fraction,
            double rowsPerSecond,
            double bytesPerSecond,
            Optional<Long> remainingSeconds) {}

    /** @param lagMillis age of the oldest entry */
    public record Log(long entries, long lagMillis, long setAside) {}

    /** @param failedBack nodes whose reads from new fail */
    public record Rollout(
            double percentage,
            SortedSet<String> segments,
            SortedSet<String> regions,
            SortedSet<String> services,
            boolean dualWrites,
            boolean shadowReads,
            double shadowSample,
            double checkSample,
            long maximumLagMillis,
            SortedSet<String> failedBack,
            long mismatches) {}

    /**
     * @param holder old or new, as recorded
     * @param measured what the databases say: old, new or moving
     * @param fence whether it stands
     */
    public record Authority(
            String holder,
            Optional<String> measured,
            long epoch,
            Optional<String> fence,
            Optional<AuthorityStatus.InProgress> transfer,
            Optional<WayBack> wayBack) {}

    /**
     * @param what the name by which it is approved
     * @param command that waits; empty where the migration itself waits on its way
     * @param askedBy who may not approve it, if that is known here
     */
    public record Approval(
            String what,
            Optional<String> command,
            Optional<String> askedBy,
            Optional<String> reason,
            Optional<Instant> since) {}

    /** @param kind in lower case, with spaces */
    public record Incident(Instant at, String kind, String text) {}

    public record Checkpoint(String name, Instant at, Phase phase) {}

    /** @param requests that wait for a second person */
    static MigrationView of(Status status, long version, Meter meter, List<ApprovalRequest> requests, Instant at) {
        MigrationStatus m = status.migration();
        return new MigrationView(
                m.migration().value(),
                version,
                at,
                m.standing().phase(),
                PhaseTable.path(),
                m.standing().pace() == Pace.PAUSED,
                version == 0 ? Optional.empty() : Optional.of(m.standing().at()),
                status.next(),
                m.run()
                        .map(r -> new Run(
                                r.id().value(),
                                r.until(),
                                r.began(),
                                r.outcome().map(Enum::name))),
                m.tables().stream()
                        .map(t -> table(t, status.copies().getOrDefault(t.table(), t.copied()), meter))
                        .toList(),
                status.log().map(MigrationView::log),
                rollout(m.rollout()),
                status.nodes(),
                status.authority().map(MigrationView::authority),
                approvals(status, requests),
                status.openDefinitions().stream().map(DefinitionChange::text).toList(),
                m.findings().notes().stream()
                        .map(n -> new Incident(n.at(), word(n.kind()), n.text()))
                        .toList(),
                m.findings().checkpoints().stream()
                        .map(c -> new Checkpoint(c.name(), c.at(), c.phase()))
                        .toList(),
                m.findings().verification(),
                status.criticalWrites(),
                status.unknown());
    }

    private static Table table(MigrationStatus.TableStatus t, CopyProgress copy, Meter meter) {
        boolean copying = copy.state() == CopyProgress.State.COPYING;
        Meter.Pace pace = copying ? meter.pace(t.table()) : Meter.Pace.UNKNOWN;
        return new Table(
                text(t.table()),
                text(t.target()),
                t.stage(),
                copy.state(),
                copy.rows(),
                copy.bytes(),
                copy.chunks(),
                copy.fraction(),
                pace.rows().perSecond(),
                pace.bytes().perSecond(),
                copying ? pace.left().map(Duration::toSeconds) : Optional.empty());
    }

    private static String text(TableName name) {
        return name.toString();
    }

    private static Log log(Backlog backlog) {
        return new Log(backlog.entries(), backlog.age().toMillis(), backlog.setAside());
    }

    private static Rollout rollout(MigrationStatus.RolloutStatus rollout) {
        RolloutPolicy policy = rollout.policy();
        return new Rollout(
                policy.percentage(),
                sorted(policy.segments()),
                sorted(policy.regions()),
                sorted(policy.services()),
                policy.dualWrites() == RolloutPolicy.Switch.ON,
                policy.shadowReads() == RolloutPolicy.Switch.ON,
                policy.shadowSample(),
                policy.checkSample(),
                policy.maximumLag().toMillis(),
                rollout.failedBack(),
                rollout.mismatches());
    }

    private static SortedSet<String> sorted(Set<String> names) {
        return new TreeSet<>(names);
    }

    private static Authority authority(AuthorityStatus a) {
        return new Authority(
                a.recorded(), a.measured(), a.epoch(), a.fence().map(MigrationView::word), a.transfer(), a.wayBack());
    }

    private static List<Approval> approvals(Status status, List<ApprovalRequest> requests) {
        Stream<Approval> onTheWay = status.authority().stream()
                .flatMap(a -> a.approvals().stream())
                .map(what ->
                        new Approval(what, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
        Stream<Approval> commands = requests.stream()
                .map(r -> new Approval(
                        r.id(),
                        Optional.of(r.command()),
                        Optional.of(r.by()),
                        Optional.of(r.reason()),
                        Optional.of(r.at())));
        return Stream.concat(onTheWay, commands).toList();
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
