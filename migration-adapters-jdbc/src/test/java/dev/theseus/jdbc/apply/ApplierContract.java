package dev.theseus.jdbc.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.relay.Applier;
import dev.theseus.domain.relay.Applier.Patience;
import dev.theseus.domain.relay.ApplyOutcome;
import dev.theseus.domain.relay.ApplyOutcome.Applied;
import dev.theseus.domain.relay.ApplyOutcome.NotInForce;
import dev.theseus.domain.relay.ApplyOutcome.Refused;
import dev.theseus.jdbc.testing.TwoDatabases;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every applier must do, whatever it reads from.
 *
 * @param <D> the databases between which it works
 */
public abstract class ApplierContract<D extends TwoDatabases> {

    protected D databases;
    protected Applier applier;
    protected TablePlan item;

    /** A new pair of databases; new has a fence. */
    protected abstract D databases() throws SQLException;

    protected abstract Applier applier(D databases) throws SQLException;

    @BeforeEach
    void open() throws SQLException {
        databases = databases();
        databases.both("CREATE TABLE item (id int PRIMARY KEY, name text)");
        item = databases.plan(1, "item", List.of("id"), List.of("id", "name"));
        applier = applier(databases);
    }

    @AfterEach
    void close() {
        databases.close();
    }

    protected static Set<RowKey> keys(String... singles) {
        return Arrays.stream(singles).map(RowKey::of).collect(Collectors.toSet());
    }

    protected void apply(TablePlan table, Set<RowKey> keys) {
        assertThat(applier.apply(table, keys, Patience.LEAVE)).isEqualTo(new Applied(keys, Set.of()));
    }

    /** Applies keys one at a time, as a relay with a batch of one would. */
    protected void applyEach(TablePlan table, List<RowKey> keys) {
        keys.forEach(key -> apply(table, Set.of(key)));
    }

    protected void assertEqual(String table) throws SQLException {
        assertSame("SELECT * FROM " + table + " ORDER BY 1");
    }

    private void assertSame(String query) throws SQLException {
        assertThat(databases.rows(Side.NEW, query)).isEqualTo(databases.rows(Side.OLD, query));
    }

    @Test
    void rowsAreInsertedUpdatedAndDeletedAsTheSourceSaysNow() throws SQLException {
        databases.old("INSERT INTO item VALUES (1, 'new'), (2, 'changed')");
        databases.target("INSERT INTO item VALUES (2, 'stale'), (3, 'gone'), (4, 'not asked for')");

        apply(item, keys("1", "2", "3", "5"));

        assertThat(databases.rows(Side.NEW, "SELECT * FROM item ORDER BY id"))
                .containsExactly("(1,new)", "(2,changed)", "(4,\"not asked for\")");
    }

    @Test
    void applyingAgainChangesNothing() throws SQLException {
        databases.old("INSERT INTO item VALUES (1, 'a')");
        apply(item, keys("1", "2"));
        apply(item, keys("1", "2"));

        assertEqual("item");
    }

    @Test
    void nothingIsDoneOnceTheDirectionIsReversed() throws SQLException {
        databases.old("INSERT INTO item VALUES (1, 'a')");
        databases.target("SELECT setval('theseus.epoch', 2)");

        assertThat(applier.apply(item, keys("1"), Patience.WAIT)).isEqualTo(new NotInForce(new Epoch(2)));
        assertThat(applier.removeVanished(item, Patience.WAIT)).isEqualTo(new NotInForce(new Epoch(2)));
        assertThat(databases.rows(Side.NEW, "SELECT * FROM item")).isEmpty();
    }

    @Test
    void onlyRowsThatVanishedAreRemovedAfterATruncate() throws SQLException {
        databases.target("INSERT INTO item VALUES (1, 'gone'), (2, 'inserted after the truncate'), (3, 'gone too')");
        databases.old("INSERT INTO item VALUES (2, 'inserted after the truncate'), (9, 'not brought over yet')");

        assertThat(applier.removeVanished(item, Patience.LEAVE)).isEqualTo(new Applied(Set.of(), Set.of()));

        assertThat(databases.rows(Side.NEW, "SELECT id FROM item")).containsExactly("(2)");
    }

    @Test
    void tablesWithOnlyKeyColumnsAndTablesWithoutAnIndexOnTheirKeyAreWritten() throws SQLException {
        databases.both("CREATE TABLE pair (a int, b int, PRIMARY KEY (a, b))");
        databases.old(
                "CREATE TABLE loose (id int PRIMARY KEY, name text); INSERT INTO loose VALUES (1, 'new'), (2, 'added')");
        databases.target("CREATE TABLE loose (id int, name text); INSERT INTO loose VALUES (1, 'stale'), (3, 'gone')");
        databases.old("INSERT INTO pair VALUES (1, 1), (1, 2)");
        databases.target("INSERT INTO pair VALUES (1, 1), (2, 2)");
        apply(
                databases.plan(7, "pair", List.of("a", "b"), List.of("a", "b")),
                Set.of(RowKey.of("1", "1"), RowKey.of("1", "2"), RowKey.of("2", "2")));
        apply(databases.plan(8, "loose", List.of("id"), List.of("id", "name")), keys("1", "2", "3"));

        assertEqual("pair");
        assertEqual("loose");
    }

    @Test
    void manyKeysAtOnceAreApplied() throws SQLException {
        databases.old(IntStream.rangeClosed(1, 5000)
                .mapToObj(i -> "(" + i + ", '" + "x".repeat(i % 100) + "')")
                .collect(Collectors.joining(", ", "INSERT INTO item VALUES ", "")));
        Set<RowKey> all = IntStream.rangeClosed(1, 5000)
                .mapToObj(i -> RowKey.of(Integer.toString(i)))
                .collect(Collectors.toSet());
        apply(item, all);
        databases.old("DELETE FROM item WHERE id % 3 = 0; UPDATE item SET name = 'y' WHERE id % 2 = 0");
        apply(item, all);

        assertEqual("item");
    }

    // --- unique values that go from row to row

    @Test
    void aSwapWithinOneBatchEndsRight() throws SQLException {
        TablePlan seat = seats("UNIQUE (name)");
        databases.both("INSERT INTO seat (id, name) VALUES (1, 'a'), (2, 'b')");
        databases.old("UPDATE seat SET name = 'tmp' WHERE id = 1; UPDATE seat SET name = 'a' WHERE id = 2;"
                + "UPDATE seat SET name = 'b' WHERE id = 1");
        apply(seat, keys("1", "2"));

        assertSame("SELECT id, name FROM seat ORDER BY 1");
    }

    @Test
    void whatCollidesForGoodIsRefusedByTheNameOfItsConstraintAndLeavesTheTargetAsItWas() throws SQLException {
        databases.old("CREATE TABLE seat (id int PRIMARY KEY, name text, taken bool DEFAULT true)");
        databases.target(
                "CREATE TABLE seat (id int PRIMARY KEY, name text, taken bool DEFAULT true, CONSTRAINT one_name UNIQUE (name))");
        TablePlan seat = databases.plan(11, "seat", List.of("id"), List.of("id", "name", "taken"));
        databases.old("INSERT INTO seat (id, name) VALUES (1, 'secret'), (2, 'secret')");
        apply(seat, keys("1"));

        assertThat(applier.apply(seat, keys("2"), Patience.LEAVE)).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.reason().sqlState()).isEqualTo("23505");
            assertThat(refused.reason().what()).contains("one_name").doesNotContain("secret");
        });
        assertThat(databases.rows(Side.NEW, "SELECT id FROM seat")).containsExactly("(1)");
    }

    private TablePlan seats(String constraint) throws SQLException {
        databases.both(
                "CREATE TABLE seat (id int PRIMARY KEY, name text, taken bool DEFAULT true, " + constraint + ")");
        return databases.plan(11, "seat", List.of("id"), List.of("id", "name", "taken"));
    }

    @Test
    void rowsThatTheTargetCannotStoreAreRefusedWithoutTheirContent() throws SQLException {
        databases.target("ALTER TABLE item ADD CONSTRAINT short_name CHECK (length(name) < 5)");
        databases.old("INSERT INTO item VALUES (1, 'much too secret')");

        assertThat(applier.apply(item, keys("1"), Patience.LEAVE)).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.reason().sqlState()).isEqualTo("23514");
            assertThat(refused.reason().what()).contains("short_name").doesNotContain("secret");
        });
    }

    @Test
    void aChangedTableIsLookedAtAnew() throws SQLException {
        databases.old("INSERT INTO item VALUES (1, 'a')");
        apply(item, keys("1"));
        databases.target("ALTER TABLE item ALTER id TYPE bigint, DROP CONSTRAINT item_pkey");
        databases.old("UPDATE item SET name = 'b'");
        ApplyOutcome first = applier.apply(item, keys("1"), Patience.LEAVE);
        assertThat(first).isInstanceOf(Refused.class);
        apply(item, keys("1"));

        assertEqual("item");
    }
}
