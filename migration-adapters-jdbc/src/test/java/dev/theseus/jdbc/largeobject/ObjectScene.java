package dev.theseus.jdbc.largeobject;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.changelog.ChangeLog;
import dev.theseus.domain.changelog.LogEntry;
import dev.theseus.domain.changelog.LogEntry.Change;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.largeobject.LargeObjects;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.relay.Applier.Patience;
import dev.theseus.domain.relay.ApplyOutcome;
import dev.theseus.domain.throttle.Rest;
import dev.theseus.jdbc.apply.ApplyLimits;
import dev.theseus.jdbc.apply.PgAppliers;
import dev.theseus.jdbc.bookkeeping.PgBookkeepings;
import dev.theseus.jdbc.capture.PgCapture;
import dev.theseus.jdbc.postgres.LockPatience;
import dev.theseus.jdbc.testing.TestDatabases;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Two prepared databases with a captured table of photos, whose pictures are large objects. */
final class ObjectScene implements AutoCloseable {

    /** What the pictures are, by their numbers. */
    private static final String PICTURES = """
            SELECT p.id, p.picture, md5(lo_get(p.picture)) FROM photo p
            JOIN pg_largeobject_metadata m ON m.oid = p.picture ORDER BY p.id""";

    final TestDatabases databases;
    final TablePlan photos;

    private ObjectScene(TestDatabases databases) throws SQLException {
        this.databases = databases;
        databases.both("CREATE TABLE photo (id int PRIMARY KEY, picture oid, title text)");
        PgBookkeepings.preparation(databases.on(Side.OLD), databases.on(Side.NEW))
                .prepare(new MigrationId("photos"));
        photos = databases
                .plan(1, "photo", List.of("id"), List.of("id", "picture", "title"))
                .withLargeObjects(List.of("picture"));
        PgCapture.capture(databases.on(Side.OLD), LockPatience.DEFAULT).install(photos);
    }

    static ObjectScene create() throws SQLException {
        return new ObjectScene(TestDatabases.create());
    }

    LargeObjects objects() {
        return PgObjects.largeObjects(databases.on(Side.OLD), databases.on(Side.NEW), Rest.NONE);
    }

    /** A picture of so many bytes under a number, and a row for it. */
    void photo(Side side, int id, long number, int bytes) throws SQLException {
        run(
                side,
                "SELECT lo_from_bytea(%d, decode(repeat(lpad(to_hex(%d), 2, '0'), %d), 'hex'))"
                        .formatted(number, id, bytes));
        run(side, "INSERT INTO photo VALUES (%d, %d, 'photo %d')".formatted(id, number, id));
    }

    void run(Side side, String sql) throws SQLException {
        switch (side) {
            case OLD -> databases.old(sql);
            case NEW -> databases.target(sql);
        }
    }

    /** What the copy of rows does. */
    void copyRows() throws SQLException {
        for (String row : databases.rows(Side.OLD, "SELECT id, coalesce(picture::text, 'NULL') FROM photo")) {
            String[] parts = row.substring(1, row.length() - 1).split(",", 2);
            databases.target("INSERT INTO photo VALUES (%s, %s, 'photo %s')".formatted(parts[0], parts[1], parts[0]));
        }
        databases.old("TRUNCATE theseus.change_log");
    }

    /** Applies everything that the log of a side holds. */
    void applyLog(Side from) {
        ChangeLog log = PgCapture.log(databases.on(from));
        List<LogEntry> entries = log.pending(Set.of(1), List.of(), 1_000);
        Set<RowKey> keys = new HashSet<>();
        entries.forEach(e -> keys.add(((Change.KeyChanged) e.change()).key()));
        assertThat(keys).isNotEmpty();
        assertThat(apply(from, keys)).isEqualTo(new ApplyOutcome.Applied(keys, Set.of()));
        log.retire(entries, (table, micros) -> {});
    }

    ApplyOutcome apply(Side from, Set<RowKey> keys) {
        return PgAppliers.applier(databases.on(from), databases.on(from.other()), ApplyLimits.DEFAULT)
                .apply(photos, keys, Patience.WAIT);
    }

    List<String> pictures(Side side) throws SQLException {
        return databases.rows(side, PICTURES);
    }

    /** How many large objects a database has, referred to or not. */
    long count(Side side) throws SQLException {
        return Long.parseLong(String.valueOf(databases.value(side, "SELECT count(*) FROM pg_largeobject_metadata")));
    }

    void assertSamePictures(int howMany) throws SQLException {
        assertThat(pictures(Side.NEW)).hasSize(howMany).isEqualTo(pictures(Side.OLD));
        assertThat(count(Side.NEW)).isEqualTo(count(Side.OLD));
    }

    @Override
    public void close() {
        databases.close();
    }
}
