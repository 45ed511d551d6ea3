package dev.theseus.app.configuration;

import dev.theseus.app.plan.Passwords;
import dev.theseus.app.run.DataPlane;
import dev.theseus.domain.authority.Fencing;
import dev.theseus.domain.authority.Handover;
import dev.theseus.domain.backfill.Backfill;
import dev.theseus.domain.backfill.IndexBuilding;
import dev.theseus.domain.backfill.TableOrder;
import dev.theseus.domain.capture.ChangeCapture;
import dev.theseus.domain.changelog.BroughtByRequests;
import dev.theseus.domain.changelog.ChangeLog;
import dev.theseus.domain.changelog.RowsAnew;
import dev.theseus.domain.critical.CriticalNews;
import dev.theseus.domain.critical.CriticalRecovery;
import dev.theseus.domain.database.DatabaseCatalog;
import dev.theseus.domain.database.DatabaseUnavailable;
import dev.theseus.domain.database.Direction;
import dev.theseus.domain.database.ForeignKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableDefinition;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.definition.Definitions;
import dev.theseus.domain.health.DatabaseHealth;
import dev.theseus.domain.keymap.KeyMaps;
import dev.theseus.domain.largeobject.LargeObjectStore;
import dev.theseus.domain.largeobject.LargeObjects;
import dev.theseus.domain.lineage.RowOrigins;
import dev.theseus.domain.plan.DatabaseAddress;
import dev.theseus.domain.plan.Plan;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.preparation.Preparation;
import dev.theseus.domain.relay.Applier;
import dev.theseus.domain.relay.Relay;
import dev.theseus.domain.routing.NodeReports;
import dev.theseus.domain.routing.RoutingBoard;
import dev.theseus.domain.sequence.Sequences;
import dev.theseus.domain.throttle.Rest;
import dev.theseus.domain.verification.Verification;
import dev.theseus.jdbc.board.PgBoards;
import dev.theseus.jdbc.bookkeeping.PgBookkeepings;
import dev.theseus.jdbc.capture.PgCapture;
import dev.theseus.jdbc.catalog.PgCatalogs;
import dev.theseus.jdbc.copy.PgCopy;
import dev.theseus.jdbc.critical.CriticalLimits;
import dev.theseus.jdbc.critical.PgCriticals;
import dev.theseus.jdbc.definition.PgDefinitions;
import dev.theseus.jdbc.fence.PgFences;
import dev.theseus.jdbc.fence.PgHandovers;
import dev.theseus.jdbc.health.PgHealths;
import dev.theseus.jdbc.index.PgIndexes;
import dev.theseus.jdbc.keymap.PgKeyMaps;
import dev.theseus.jdbc.largeobject.PgObjects;
import dev.theseus.jdbc.lineage.PgLineages;
import dev.theseus.jdbc.postgres.LockPatience;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.PgFence;
import dev.theseus.jdbc.relay.RelaysBothWays;
import dev.theseus.jdbc.remap.PgRemappings;
import dev.theseus.jdbc.sequence.PgSequences;
import dev.theseus.jdbc.storedvalue.StoredValues;
import dev.theseus.jdbc.throttle.ClosableThrottle;
import dev.theseus.jdbc.throttle.PgThrottles;
import dev.theseus.jdbc.verify.PgVerifications;
import dev.theseus.jdbc.verify.Repairs;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The data plane between two PostgreSQL databases. */
public final class PgDataPlane implements DataPlane {

    /**
     * Beside copies, workers and scans: the logs, their gauges, the leads, the ledger, the probe, the fence, and some.
     */
    private static final int OTHER_SESSIONS = 12;

    private final PgDatabase old;
    private final PgDatabase target;
    private final Preparation preparation;
    private final ChangeCapture capture;
    private final Definitions definitions;
    private final KeyMaps keyMaps;
    private final RowsAnew rowsAnew;
    private final Map<Direction, Way> ways;
    private final Verification verification;
    private final DirectionInForce direction;
    private final Relay relay;
    private final ClosableThrottle throttle;
    private final IndexBuilding indexes;
    private final Backfill backfill;
    private final Transfers transfers;
    private final RoutingBoard board;
    private final NodeReports nodes;

    /** What moves authority. */
    private record Transfers(Fencing fencing, Handover handover, DatabaseHealth.Check oldHealth) {}

    private PgDataPlane(Plan plan, PgDatabase old, PgDatabase target, Hooks hooks) {
        this.old = old;
        this.target = target;
        this.preparation = PgBookkeepings.preparation(old, target);
        this.capture = PgCapture.capture(old, LockPatience.DEFAULT);
        this.keyMaps = PgKeyMaps.keyMaps(old, target, LockPatience.DEFAULT);
        this.rowsAnew = PgRemappings.rowsAnew(old);
        this.definitions = PgDefinitions.definitions(old, target);
        // each asks the other: the throttle for the lag, the relay for its rest
        AtomicReference<Rest> rest = new AtomicReference<>(Rest.NONE);
        Optional<StoredValues> stored = hooks.store().map(s -> StoredValues.of(old, target, s, plan.tables()));
        RelaysBothWays relays = RelaysBothWays.between(
                old,
                target,
                plan.tables(),
                plan.settings().relay(),
                worked -> rest.get().after(worked),
                rows -> hooks.applies()
                        .apply(stored.map(s -> s.storing(rows)).orElseGet(() -> StoredValues.leaving(rows))));
        this.direction =
                new DirectionInForce(side -> on(side).inTransaction("read the epoch", PgFence.MIGRATION::read));
        this.relay = new TwoWayRelay(relays, direction);
        this.throttle = PgThrottles.throttle(old, target, plan.settings(), relay);
        rest.set(throttle.relaying());
        this.ways = new EnumMap<>(Direction.class);
        for (Direction each : Direction.values()) {
            ways.put(each, way(plan, each, relays, stored));
        }
        this.indexes =
                PgIndexes.indexBuilding(target, plan.settings().backfill().indexes());
        LargeObjects objects = PgObjects.largeObjects(old, target, throttle.comparing());
        this.backfill = PgCopy.backfill(
                old, target, plan.tables(), throttle, table -> beforeItsLogIsRelayed(table, objects, stored));
        this.transfers = new Transfers(
                PgFences.fencing(old, target, LockPatience.DEFAULT),
                PgHandovers.handover(
                        old, target, relays, plan.settings().cutover().sequenceMargin()),
                PgHealths.check(old));
        this.verification = PgVerifications.inForce(
                transfers.handover()::look,
                ways.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, way -> way.getValue().verification())));
        this.board = PgBoards.board(old, target);
        this.nodes = PgBoards.reports(old, target);
    }

    /** Called again if a server is away. */
    private void beforeItsLogIsRelayed(TablePlan table, LargeObjects objects, Optional<StoredValues> stored) {
        indexes.buildIndexes(table);
        try {
            objects.carry(table);
            if (stored.isPresent()) {
                stored.get().carry(table);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseUnavailable(Side.NEW, "bring large objects of " + table.old() + " over", e);
        }
    }

    private Way way(Plan plan, Direction way, RelaysBothWays relays, Optional<StoredValues> stored) {
        Verification rows = PgVerifications.verification(
                old,
                target,
                way,
                new Repairs(relays.log(way), relays.applier(way), relays.relay(way)),
                plan.settings().verification(),
                throttle.comparing());
        LargeObjects objects = PgObjects.largeObjects(on(way.source()), on(way.target()), throttle.comparing());
        Verification whole = PgObjects.verification(rows, objects);
        Verification verification = switch (way) {
            case FORWARD -> stored.map(s -> s.verifying(whole)).orElse(whole);
            case REVERSE -> whole;
        };
        return new Way(relays.log(way), verification, PgSequences.sequences(on(way.source()), on(way.target())));
    }

    private Way inForce() {
        return Objects.requireNonNull(ways.get(direction.now()));
    }

    private PgDatabase on(Side side) {
        return switch (side) {
            case OLD -> old;
            case NEW -> target;
        };
    }

    /**
     * What it takes part in beside the two databases.
     *
     * @param store where values go that leave the database; without one their rows are left to who has it
     * @param applies what makes of the applier to new one that others hear through as well
     */
    public record Hooks(Optional<LargeObjectStore> store, UnaryOperator<Applier> applies) {

        public static Hooks storingIn(Optional<LargeObjectStore> store) {
            return new Hooks(store, UnaryOperator.identity());
        }
    }

    /** Opens it for who stores no values; connects to nothing yet. */
    public static DataPlane open(Plan plan, Passwords passwords) {
        return open(plan, passwords, Optional.empty());
    }

    /**
     * Opens it; connects to nothing yet.
     *
     * @param store where values go that leave the database; without one their rows are left to who has it
     */
    public static DataPlane open(Plan plan, Passwords passwords, Optional<LargeObjectStore> store) {
        return open(plan, passwords, Hooks.storingIn(store));
    }

    /** Opens it; connects to nothing yet. */
    public static DataPlane open(Plan plan, Passwords passwords, Hooks hooks) {
        Plan.Settings settings = plan.settings();
        int sessions = settings.backfill().parallelism()
                + 4 * settings.relay().workers()
                + 2 * settings.verification().parallelism()
                + OTHER_SESSIONS;
        PgDatabase old = open(Side.OLD, plan.old(), passwords, sessions);
        return new PgDataPlane(plan, old, open(Side.NEW, plan.target(), passwords, sessions), hooks);
    }

    private static PgDatabase open(Side side, DatabaseAddress address, Passwords passwords, int sessions) {
        return PgDatabase.open(side, address.url(), address.user(), passwords.of(address), sessions);
    }

    @Override
    public Preparation preparation() {
        return preparation;
    }

    @Override
    public ChangeCapture capture() {
        return capture;
    }

    @Override
    public KeyMaps keyMaps() {
        return keyMaps;
    }

    @Override
    public RowsAnew rowsAnew() {
        return rowsAnew;
    }

    @Override
    public Definitions definitions() {
        return definitions;
    }

    @Override
    public ChangeLog changeLog() {
        return inForce().log();
    }

    @Override
    public BroughtByRequests broughtByRequests() {
        return PgCapture.broughtByRequests(old);
    }

    @Override
    public Backfill backfill() {
        return backfill;
    }

    @Override
    public IndexBuilding indexes() {
        return indexes;
    }

    @Override
    public Relay relay() {
        return relay;
    }

    @Override
    public Verification verification() {
        return verification;
    }

    @Override
    public Sequences sequences() {
        return inForce().sequences();
    }

    @Override
    public CriticalRecovery criticalWrites(CriticalNews news) {
        return PgCriticals.recovery(old, target, CriticalLimits.DEFAULT, news);
    }

    @Override
    public Fencing fencing() {
        return transfers.fencing();
    }

    @Override
    public Handover handover() {
        return transfers.handover();
    }

    @Override
    public DatabaseHealth.Check oldHealth() {
        return transfers.oldHealth();
    }

    @Override
    public RoutingBoard board() {
        return board;
    }

    @Override
    public NodeReports nodes() {
        return nodes;
    }

    @Override
    public RowOrigins origins() {
        return PgLineages.origins(old, target);
    }

    @Override
    public boolean answers(Side side) {
        return on(side).answers();
    }

    @Override
    public List<TablePlan> order(Plan plan) {
        DatabaseCatalog catalog = PgCatalogs.catalog(old);
        List<ForeignKey> keys = plan.tables().stream()
                .map(TablePlan::old)
                .map(catalog::table)
                .flatMap(Optional::stream)
                .map(TableDefinition::foreignKeys)
                .flatMap(List::stream)
                .toList();
        List<TableName> names =
                plan.tables().stream().map(TablePlan::old).distinct().toList();
        return TableOrder.of(names, keys).tables().stream()
                .map(plan::tables)
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public void close() {
        relay.close();
        throttle.close();
        old.close();
        target.close();
    }
}
