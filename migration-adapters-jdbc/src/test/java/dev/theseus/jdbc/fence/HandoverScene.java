package dev.theseus.jdbc.fence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.authority.Authority;
import dev.theseus.domain.authority.Handover;
import dev.theseus.domain.authority.HandoverOutcome;
import dev.theseus.domain.authority.HandoverOutcome.Moved;
import dev.theseus.domain.database.Direction;
import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.plan.PauseBudget;
import dev.theseus.domain.plan.RelaySettings;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.relay.Relay.Drain;
import dev.theseus.domain.throttle.Rest;
import dev.theseus.jdbc.bookkeeping.PgBookkeepings;
import dev.theseus.jdbc.capture.PgCapture;
import dev.theseus.jdbc.postgres.LockPatience;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.PgFence;
import dev.theseus.jdbc.relay.RelaysBothWays;
import dev.theseus.jdbc.testing.TestDatabases;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** A table that is captured and fenced on both sides, and relays in both directions that run. */
final class HandoverScene implements AutoCloseable {

    static final PauseBudget BUDGET =
            new PauseBudget(Duration.ofSeconds(2), Duration.ofMillis(200), Duration.ofSeconds(20));
    private static final RelaySettings QUICK = new RelaySettings(2, 500, 3, Duration.ofMillis(20));
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    final TestDatabases databases;
    final RelaysBothWays relays;
    final List<TablePlan> tables;

    HandoverScene(TestDatabases databases) throws SQLException {
        this.databases = databases;
        PgDatabase old = databases.on(Side.OLD);
        PgDatabase target = databases.on(Side.NEW);
        databases.both("CREATE TABLE item (id bigserial PRIMARY KEY, name text)");
        PgBookkeepings.preparation(old, target).prepare(new MigrationId("handed"));
        tables = List.of(databases.plan(1, "item", List.of("id"), List.of("id", "name")));
        PgCapture.capture(old, LockPatience.DEFAULT).install(tables.getFirst());
        databases.target("INSERT INTO theseus.table_copy (table_no, completed_at) VALUES (1, now())");
        PgFences.fencing(old, target, LockPatience.DEFAULT).install(tables);
        relays = RelaysBothWays.between(old, target, tables, QUICK, Rest.NONE);
        for (Direction direction : Direction.values()) {
            relays.relay(direction).start();
        }
    }

    static HandoverScene create() throws SQLException {
        return new HandoverScene(TestDatabases.create());
    }

    /** One that is told where it has got to, and rests shortly. */
    Handover handover(Consumer<HandoverStep> steps) {
        return handover(databases.on(Side.OLD), databases.on(Side.NEW), steps);
    }

    Handover handover(PgDatabase old, PgDatabase target, Consumer<HandoverStep> steps) {
        return handover(old, target, 0, steps);
    }

    private Handover handover(PgDatabase old, PgDatabase target, long sequenceMargin, Consumer<HandoverStep> steps) {
        HandoverGround ground =
                new HandoverGround(old, target, PgFence.MIGRATION, Rests.WITH_JITTER, sequenceMargin, steps);
        return new PgHandover(ground, relays, new PgRehearsal(old, target, LockPatience.DEFAULT, step -> {}));
    }

    HandoverOutcome hand(long from) {
        return hand(from, 0);
    }

    HandoverOutcome hand(long from, long sequenceMargin) {
        return handover(databases.on(Side.OLD), databases.on(Side.NEW), sequenceMargin, step -> {})
                .hand(new Epoch(from), tables, BUDGET);
    }

    /** As a client does, who knows where authority is. */
    void write(Side side, String name) throws SQLException {
        String sql = "INSERT INTO item (name) VALUES ('" + name + "')";
        if (side == Side.OLD) {
            databases.old(sql);
        } else {
            databases.target(sql);
        }
    }

    void assertMoved(HandoverOutcome outcome, long epoch) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Moved.class, moved -> assertThat(moved.epoch()).isEqualTo(new Epoch(epoch)));
    }

    void assertAuthority(Side side, long epoch) {
        Authority authority = handover(step -> {}).look();
        assertThat(authority).isEqualTo(new Authority(new Epoch(epoch), new Epoch(epoch)));
        assertThat(authority.holder()).contains(side);
    }

    /** Nothing is under way, and both sides hold these rows. */
    void assertEqual(Side authority, String... names) throws Exception {
        Direction direction = authority == Side.OLD ? Direction.FORWARD : Direction.REVERSE;
        assertThat(relays.relay(direction).awaitDrained(tables, PATIENCE)).isEqualTo(Drain.DRAINED);
        for (Side side : Side.values()) {
            assertThat(databases.rows(side, "SELECT name FROM item ORDER BY id"))
                    .as("on " + side)
                    .containsExactly(java.util.stream.Stream.of(names)
                            .map(name -> "(" + name + ")")
                            .toArray(String[]::new));
        }
    }

    @Override
    public void close() {
        relays.close();
        databases.close();
    }
}
