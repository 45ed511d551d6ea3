package dev.theseus.jdbc.gateway;

import dev.theseus.domain.changelog.ChangeLog;
import dev.theseus.domain.database.Direction;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.relay.Applier;
import dev.theseus.domain.routing.NodeReports;
import dev.theseus.domain.routing.RoutingBoard;
import dev.theseus.jdbc.apply.ApplyLimits;
import dev.theseus.jdbc.apply.PgAppliers;
import dev.theseus.jdbc.board.PgBoards;
import dev.theseus.jdbc.capture.PgCapture;
import dev.theseus.jdbc.guard.Breaker;
import dev.theseus.jdbc.guard.GuardedSource;
import dev.theseus.jdbc.guard.Share;
import dev.theseus.jdbc.guard.Watchdog;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.PgFence;
import dev.theseus.jdbc.storedvalue.StoredValues;
import dev.theseus.jdbc.verify.PgVerifications;
import dev.theseus.jdbc.verify.RowCheck;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/** Puts the parts of a gateway together. */
final class Assembly {

    /** For what nobody waits for; far longer than any of it takes. */
    private static final Duration ASIDE_LIMIT = Duration.ofSeconds(10);

    private final GatewaySettings settings;
    private final Sides<DataSource> pools;
    private final Plugs plugs;
    private final Counts counts = new Counts();

    /**
     * What can be exchanged.
     *
     * @param applier where tests take hold of applies
     * @param ofDualWrites pools that only dual writes use, if there are some
     */
    record Plugs(
            SideTransactions transactions,
            ReadComparison comparison,
            Narrowing narrowing,
            GatewayMeters meters,
            UnaryOperator<Applier> applier,
            Optional<Sides<DataSource>> ofDualWrites) {}

    Assembly(GatewaySettings settings, Sides<DataSource> pools, Plugs plugs) {
        this.settings = settings;
        this.pools = pools;
        this.plugs = plugs;
    }

    /** The database over a pool of the service's, for what is done aside. */
    private PgDatabase aside(Side side) {
        return PgDatabase.over(side, pools.of(side), ASIDE_LIMIT);
    }

    /** Over the boards that the control plane keeps in both databases. */
    GatewayParts parts() {
        PgDatabase old = aside(Side.OLD);
        PgDatabase target = aside(Side.NEW);
        Lookout lookout = lookout(new Sides<>(PgBoards.board(old), PgBoards.board(target)));
        return parts(
                lookout, PgBoards.reports(old, target, () -> lookout.outlook().authority()));
    }

    Lookout lookout(Sides<RoutingBoard> boards) {
        return new Lookout(settings.node(), boards, settings.look(), settings.movePatience());
    }

    GatewayParts parts(Lookout lookout, NodeReports reports) {
        NodeVoice voice = new NodeVoice(
                settings.node(),
                reports,
                reads -> NodeVoice.beat(
                        settings, lookout.outlook().snapshot().rollout().version(), reads, counts));
        GatewayParts.Guards guards = guards(voice);
        Watchdog watchdog = new Watchdog("theseus-watchdog-" + settings.node(), settings.readLimit());
        Sides<ChangeLog> logs = new Sides<>(PgCapture.log(aside(Side.OLD)), PgCapture.log(aside(Side.NEW)));
        RowCheck rows = PgVerifications.rowCheck(aside(Side.OLD), aside(Side.NEW), Direction.FORWARD, logs.old());
        PgDatabase old = aside(Side.OLD);
        AuthorityOfOld authority = new AuthorityOfOld(
                () -> lookout.outlook().epoch(), () -> old.inTransaction("read the epoch", PgFence.MIGRATION::read));
        Mismatches mismatches = new Mismatches(rows, logs.old(), authority, counts, voice);
        Checks checks = new Checks(lookout, rows, mismatches, guards.background(), plugs.meters);
        Probe probe = new Probe(
                settings.node(),
                pools.target(),
                List.of(guards.reads(), guards.writes()),
                settings.breaker().rest(),
                watchdog::open);
        OwnCommits commits = new OwnCommits();
        Retirement retirement = new Retirement(settings.node(), PgCapture.broughtByRequests(aside(Side.OLD)), commits);
        DualWrites dualWrites = new DualWrites(
                settings.node(),
                applier(retirement),
                new DualWrites.Guard(guards.writes(), guards.writeShare(), settings.writeLimit()),
                commits,
                plugs.meters);
        return new GatewayParts(
                lookout,
                reads(lookout, guards, watchdog, mismatches),
                writes(lookout, dualWrites, checks),
                guards,
                new BacklogGauge(settings.node(), lookout, logs),
                counts,
                new GatewayParts.Ending(dualWrites, retirement, watchdog, probe, checks, voice));
    }

    private GatewayParts.Guards guards(NodeVoice voice) {
        GatewaySettings.Breaker breaker = settings.breaker();
        Breaker.Rule rule = new Breaker.Rule(
                breaker.failureRate(), breaker.slowRate(), breaker.slow(), breaker.window(), breaker.trials());
        BreakerNews news = new BreakerNews(voice);
        Breaker reads = new Breaker("reads of " + settings.node(), rule, news::changed);
        news.about(reads);
        return new GatewayParts.Guards(
                reads,
                new Breaker("dual writes of " + settings.node(), rule, (from, to) -> {}),
                new Share("reads of " + settings.node(), settings.readsAtOnce(), Duration.ZERO),
                // briefly: the caller may hold what the others wait for
                new Share(
                        "dual writes of " + settings.node(),
                        settings.writesAtOnce(),
                        settings.writeLimit().dividedBy(10)),
                new Background(new Share("aside of " + settings.node(), settings.shadowsAtOnce(), Duration.ZERO)));
    }

    private Reads reads(Lookout lookout, GatewayParts.Guards guards, Watchdog watchdog, Mismatches mismatches) {
        Reads.Told told = new Reads.Told(counts, plugs.meters);
        return new Reads(
                lookout,
                new Router(settings.node(), plugs.transactions, plugs.narrowing),
                new Reads.Guard(guards.reads(), guards.readShare(), watchdog),
                new Shadows(plugs.comparison, guards.background(), watchdog, mismatches, told),
                told);
    }

    private Writes writes(Lookout lookout, DualWrites dualWrites, Checks checks) {
        AfterCommit afterCommit = new AfterCommit(lookout, dualWrites, checks, counts, plugs.meters);
        Commits commits = new Commits(pools, new Resolution(pools, settings.movePatience()));
        return new Writes(pools, plugs.transactions, lookout, commits, afterCommit);
    }

    private PgDatabase ofDualWrites(Side side, Duration limit) {
        return plugs.ofDualWrites
                .map(own -> PgDatabase.keeping(side, GuardedSource.of(own.of(side)), limit))
                .orElseGet(() -> PgDatabase.over(side, GuardedSource.of(pools.of(side)), limit));
    }

    /** The server ends a statement only after the caller has given it up. */
    private Applier applier(Retirement retirement) {
        Duration late = settings.writeLimit().multipliedBy(2);
        // a node has no object store: what belongs into one comes by the relay
        return plugs.applier.apply(StoredValues.leaving(PgAppliers.applier(
                ofDualWrites(Side.OLD, late),
                ofDualWrites(Side.NEW, late),
                new ApplyLimits(settings.writeLimit(), settings.writeLimit()),
                retirement)));
    }
}
