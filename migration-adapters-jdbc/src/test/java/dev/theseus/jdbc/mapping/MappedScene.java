package dev.theseus.jdbc.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.authority.Fencing;
import dev.theseus.domain.authority.HandoverOutcome;
import dev.theseus.domain.backfill.Backfill;
import dev.theseus.domain.database.Direction;
import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.mapping.Expression;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.mapping.Join;
import dev.theseus.domain.mapping.MappedColumn;
import dev.theseus.domain.mapping.Mapping;
import dev.theseus.domain.plan.BackfillSettings;
import dev.theseus.domain.plan.BackfillSettings.ChunkOrder;
import dev.theseus.domain.plan.BackfillSettings.ChunkSize;
import dev.theseus.domain.plan.CutoverSettings;
import dev.theseus.domain.plan.DatabaseAddress;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.plan.Plan;
import dev.theseus.domain.plan.RelaySettings;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.relay.Relay.Drain;
import dev.theseus.domain.throttle.Rest;
import dev.theseus.domain.throttle.Throttle;
import dev.theseus.domain.throttle.Verdict;
import dev.theseus.jdbc.bookkeeping.PgBookkeepings;
import dev.theseus.jdbc.capture.PgCapture;
import dev.theseus.jdbc.copy.PgCopy;
import dev.theseus.jdbc.fence.PgFences;
import dev.theseus.jdbc.fence.PgHandovers;
import dev.theseus.jdbc.postgres.LockPatience;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.relay.RelaysBothWays;
import dev.theseus.jdbc.testing.TestDatabases;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Two prepared databases and tables that look different in them; copied, relayed and turned round by the real parts.
 */
@SuppressWarnings("try") // what it closes may be interrupted
final class MappedScene implements AutoCloseable {

    private static final RelaySettings QUICK = new RelaySettings(2, 500, 3, Duration.ofMillis(5));
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final DatabaseAddress ADDRESS =
            new DatabaseAddress("jdbc:postgresql://localhost/any", "any", Optional.empty());

    final TestDatabases databases;
    final List<TablePlan> tables = new ArrayList<>();
    private final List<AutoCloseable> running = new ArrayList<>();

    private MappedScene(TestDatabases databases) {
        this.databases = databases;
        PgBookkeepings.preparation(databases.on(Side.OLD), databases.on(Side.NEW))
                .prepare(new MigrationId("mapped"));
    }

    static MappedScene create() throws SQLException {
        return new MappedScene(TestDatabases.create());
    }

    // --- how a mapping is written here

    static MappedColumn same(String name) {
        return MappedColumn.same(name);
    }

    static MappedColumn same(String name, String source) {
        return new MappedColumn(name, new Expression.Same(source));
    }

    static MappedColumn sql(String name, String expression) {
        return new MappedColumn(name, new Expression.Sql(expression));
    }

    static Image image(List<String> sourceKey, List<String> targetKey, MappedColumn... columns) {
        return new Image(sourceKey, targetKey, List.of(columns), List.of(), Optional.empty());
    }

    static Image joined(Image image, Join... joins) {
        return new Image(image.sourceKey(), image.targetKey(), image.columns(), List.of(joins), image.filter());
    }

    static Image filtered(Image image, String filter) {
        return new Image(image.sourceKey(), image.targetKey(), image.columns(), image.joins(), Optional.of(filter));
    }

    static TableName table(String name) {
        return new TableName("public", name);
    }

    TablePlan plan(String old, String target, Image forward, Image reverse) {
        return plan(old, target, Optional.of(forward), Optional.of(reverse));
    }

    TablePlan plan(String old, String target, Optional<Image> forward, Optional<Image> reverse) {
        TablePlan plan = new TablePlan(
                tables.size() + 1,
                table(old),
                table(target),
                new Mapping(1, forward, reverse),
                TablePlan.ExistingRows.REFUSE,
                TablePlan.CaptureMode.AUTOMATIC);
        tables.add(plan);
        return plan;
    }

    // --- what is done with it

    /** The same rules as a plan of a user's. */
    Plan whole(ChunkOrder order, ChunkSize chunk) {
        BackfillSettings plain = BackfillSettings.DEFAULT;
        BackfillSettings backfill =
                new BackfillSettings(2, chunk, order, plain.indexes(), plain.rate(), plain.window());
        Plan.Settings settings = Plan.Settings.DEFAULT;
        return new Plan(
                new MigrationId("mapped"),
                ADDRESS,
                ADDRESS,
                tables,
                new Plan.Settings(
                        backfill, settings.throttle(), settings.relay(), settings.verification(), settings.gates()));
    }

    void capture() {
        tables.forEach(PgCapture.capture(databases.on(Side.OLD), LockPatience.DEFAULT)::install);
    }

    /** Copies all tables; which of old were told to be copied, in their order. */
    List<Backfill.TableCopied> copy(ChunkOrder order, ChunkSize chunk) throws InterruptedException {
        List<Backfill.TableCopied> copied = new ArrayList<>();
        PgDatabase old = databases.on(Side.OLD);
        Backfill backfill = PgCopy.backfill(old, databases.on(Side.NEW), tables, new Unthrottled(), t -> {});
        backfill.copy(whole(order, chunk), tables, copied::add);
        return copied;
    }

    void copy() throws InterruptedException {
        capture();
        copy(ChunkOrder.AUTOMATIC, BackfillSettings.DEFAULT.chunk());
    }

    /** Relays in both directions that run until the scene ends. */
    RelaysBothWays relays() {
        RelaysBothWays relays = RelaysBothWays.between(
                databases.on(Side.OLD), databases.on(Side.NEW), List.copyOf(tables), QUICK, Rest.NONE);
        running.add(relays);
        for (Direction direction : Direction.values()) {
            relays.relay(direction).start();
        }
        return relays;
    }

    void assertDrained(RelaysBothWays relays, Direction direction) throws InterruptedException {
        assertThat(relays.relay(direction).awaitDrained(tables, PATIENCE)).isEqualTo(Drain.DRAINED);
    }

    /** Puts up what the cutover needs, and says that new has authority. */
    void turn() throws SQLException {
        fence().install(tables);
        databases.both("SELECT setval('theseus.epoch', 2)");
    }

    Fencing fence() {
        return PgFences.fencing(databases.on(Side.OLD), databases.on(Side.NEW), LockPatience.DEFAULT);
    }

    /** Moves authority as a cutover does, or a rollback after one. */
    HandoverOutcome hand(RelaysBothWays relays, long from) {
        return PgHandovers.handover(databases.on(Side.OLD), databases.on(Side.NEW), relays, 0)
                .hand(new Epoch(from), tables, CutoverSettings.DEFAULT.budget());
    }

    List<String> old(String query) throws SQLException {
        return databases.rows(Side.OLD, query);
    }

    List<String> target(String query) throws SQLException {
        return databases.rows(Side.NEW, query);
    }

    private static final class Unthrottled implements Throttle {
        @Override
        public Verdict beforeChunk() {
            return new Verdict.Go();
        }

        @Override
        public void passed(long rows, long bytes) {}

        @Override
        public void afterChunk(Duration worked) {}
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable each : running) {
            each.close();
        }
        databases.close();
    }
}
