package dev.theseus.app.run;

import dev.theseus.domain.changelog.ChangeLog.Backlog;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.gate.Evidence;
import dev.theseus.domain.keymap.KeyMap;
import dev.theseus.domain.migration.Migration;
import dev.theseus.domain.migration.MigrationCommand;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.plan.Plan;
import dev.theseus.domain.relay.Relay.Drain;
import dev.theseus.domain.relay.RelayStatus;
import dev.theseus.domain.routing.NodeReports.NodeBeat;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What all work of a run stands on.
 *
 * @param reports where work ends
 * @param publication brings decisions to the nodes
 */
record Ground(
        Plan plan,
        DataPlane data,
        Reports reports,
        RunListener listener,
        InstantSource clock,
        Publication publication) {

    /** Asking again means waiting for what has been logged meanwhile as well, so it is not asked often. */
    private static final Duration DRAIN = Duration.ofMinutes(1);

    /** Between two looks at something that is waited for. */
    static final Duration LOOK = Duration.ofMillis(250);

    static Ground of(Plan plan, DataPlane data, Reports reports, RunListener listener, InstantSource clock) {
        Publication publication = new Publication(
                reports::version,
                reports::rollout,
                data.board(),
                () -> Migration.plan(reports.state()).orElse(plan).tables());
        return new Ground(plan, data, reports, listener, clock, publication);
    }

    void report(Function<MigrationId, MigrationCommand> command) {
        reports.send(command.apply(plan.id()));
    }

    Instant now() {
        return clock.instant();
    }

    /**
     * Waits until all live nodes go by what is decided now. A node that is silent for long is dead, and no node any
     * more.
     */
    void awaitNodes(String until) throws InterruptedException {
        long version = publication.publish().version();
        SortedSet<String> behind = nodesBehind(version);
        while (!behind.isEmpty()) {
            listener.waits(until + ": " + String.join(", ", behind));
            Thread.sleep(LOOK);
            behind = nodesBehind(version);
        }
        listener.waits("");
    }

    SortedSet<String> nodesBehind(long version) {
        return data.nodes().nodes().stream()
                .filter(n -> n.version() < version)
                .map(NodeBeat::node)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Waits until the log is empty once, however long that takes. */
    void drain() throws InterruptedException {
        data.relay().start();
        listener.waits("the log is drained");
        while (data.relay().awaitDrained(plan.tables(), DRAIN) == Drain.STILL_PENDING) {
            listener.waits("the log is drained; it takes long");
        }
        listener.waits("");
    }

    /** Rows get no other keys any more; which one went with which stays known. */
    void endKeys() {
        for (KeyMap map : plan.keyMaps()) {
            for (Side side : Side.values()) {
                data.keyMaps().remove(map, side);
            }
        }
    }

    Evidence evidence() {
        RelayStatus status = data.relay().status();
        return status.measuredAt().equals(Instant.EPOCH)
                ? new Evidence(now(), Backlog.EMPTY)
                : new Evidence(status.measuredAt(), status.backlog());
    }
}
