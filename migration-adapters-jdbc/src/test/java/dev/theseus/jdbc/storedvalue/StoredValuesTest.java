package dev.theseus.jdbc.storedvalue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.theseus.domain.database.DatabaseUnavailable;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.largeobject.StoredValue;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.mapping.MappedColumn;
import dev.theseus.domain.mapping.Mapping;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.plan.TablePlan.CaptureMode;
import dev.theseus.domain.plan.TablePlan.ExistingRows;
import dev.theseus.domain.plan.VerificationSettings;
import dev.theseus.domain.relay.Applier;
import dev.theseus.domain.relay.Applier.Patience;
import dev.theseus.domain.relay.ApplyOutcome;
import dev.theseus.domain.throttle.Rest;
import dev.theseus.domain.verification.VerificationReport;
import dev.theseus.jdbc.apply.ApplyLimits;
import dev.theseus.jdbc.apply.PgAppliers;
import dev.theseus.jdbc.bookkeeping.PgBookkeepings;
import dev.theseus.jdbc.capture.PgCapture;
import dev.theseus.jdbc.testing.TestDatabases;
import dev.theseus.jdbc.verify.PgVerifications;
import dev.theseus.jdbc.verify.Repairs;
import dev.theseus.jdbc.verify.StandingRelay;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StoredValuesTest {

    private static final StoredColumn BODY = new StoredColumn("body", "body_ref");

    private final MemoryStore store = new MemoryStore();
    private TestDatabases databases;
    private TablePlan documents;
    private StoredValues values;

    @BeforeEach
    void begin() throws SQLException {
        databases = TestDatabases.create();
        PgBookkeepings.preparation(databases.on(Side.OLD), databases.on(Side.NEW))
                .prepare(new MigrationId("documents"));
        databases.old("CREATE TABLE document (id int PRIMARY KEY, body bytea)");
        databases.target("CREATE TABLE document (id int PRIMARY KEY, body_ref text)");
        Image there = new Image(
                List.of("id"),
                List.of("id"),
                List.of(MappedColumn.same("id"), BODY.mapped()),
                List.of(),
                Optional.empty());
        TableName name = new TableName("public", "document");
        documents = new TablePlan(
                1,
                name,
                name,
                new Mapping(1, Optional.of(there), Optional.of(Image.same(List.of("id"), List.of("id")))),
                ExistingRows.REFUSE,
                CaptureMode.AUTOMATIC);
        values = new StoredValues(databases.on(Side.OLD), databases.on(Side.NEW), store, Map.of(1, BODY));
    }

    @AfterEach
    void end() {
        databases.close();
    }

    private Applier plain() {
        return PgAppliers.applier(databases.on(Side.OLD), databases.on(Side.NEW), ApplyLimits.DEFAULT);
    }

    private static Set<RowKey> keys(int from, int to) {
        Set<RowKey> keys = new HashSet<>();
        IntStream.rangeClosed(from, to).forEach(i -> keys.add(RowKey.of("" + i)));
        return keys;
    }

    private void documents(int many) throws SQLException {
        databases.old(
                "INSERT INTO document SELECT i, decode(repeat(md5(i::text), i * 10), 'hex') FROM generate_series(1, "
                        + many + ") i");
    }

    @Test
    void anAppliedRowRefersToAValueThatIsInTheStore() throws Exception {
        documents(3);
        databases.old("INSERT INTO document VALUES (4, NULL), (5, ''), (6, decode(repeat('ab', 9000000), 'hex'))");

        assertThat(values.storing(plain()).apply(documents, keys(1, 6), Patience.WAIT))
                .isEqualTo(new ApplyOutcome.Applied(keys(1, 6), Set.of()));

        assertThat(store.values).hasSize(5);
        assertThat(databases.rows(Side.NEW, "SELECT * FROM document ORDER BY id"))
                .isEqualTo(databases.rows(
                        Side.OLD, "SELECT id, " + BODY.expression("t") + " FROM document t ORDER BY id"));
        assertThat(values.check(documents)).isEqualTo(new StoredValues.Check(5, 9_000_000 + 960, List.of()));
        assertThat(compare().verdict()).isEqualTo(VerificationReport.Verdict.EQUAL);
    }

    @Test
    void copiedRowsAreCarriedOnceAndInPieces() throws Exception {
        documents(450);
        plain().apply(documents, keys(1, 450), Patience.WAIT);

        assertThat(values.carry(documents)).isEqualTo(450);
        assertThat(values.carry(documents)).isEqualTo(450);

        assertThat(store.puts).hasValue(450);
        assertThat(values.check(documents).damaged()).isEmpty();
    }

    @Test
    void aValueThatChangesBetweenTheUploadAndTheApplyIsStoredRightAfter() throws Exception {
        documents(1);
        Applier changing = new Applier() {
            @Override
            public ApplyOutcome apply(TablePlan table, Set<RowKey> keys, Patience patience) {
                run("UPDATE document SET body = 'changed'");
                return plain().apply(table, keys, patience);
            }

            @Override
            public ApplyOutcome removeVanished(TablePlan table, Patience patience) {
                throw new UnsupportedOperationException();
            }
        };

        values.storing(changing).apply(documents, keys(1, 1), Patience.WAIT);

        assertThat(values.check(documents)).isEqualTo(new StoredValues.Check(1, 7, List.of()));
    }

    private void run(String sql) {
        try {
            databases.old(sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatIsMissingInTheStoreIsNamedByItsRow() throws Exception {
        documents(2);
        values.storing(plain()).apply(documents, keys(1, 2), Patience.WAIT);
        store.delete(StoredValue.of(
                String.valueOf(databases.value(Side.NEW, "SELECT body_ref FROM document WHERE id = 2"))));

        assertThat(values.check(documents).damaged()).containsExactly(RowKey.of("2"));
    }

    @Test
    void aReferenceThatNamesAnotherValueIsADivergenceOfItsRow() throws Exception {
        documents(2);
        values.storing(plain()).apply(documents, keys(1, 2), Patience.WAIT);
        databases.target("UPDATE document SET body_ref = 'sha256:' || repeat('0', 64) || ':1' WHERE id = 1");

        VerificationReport report = compare();

        assertThat(report.divergences()).isEqualTo(1);
        assertThat(report.tables().getFirst().examples().getFirst().key()).isEqualTo(RowKey.of("1"));
    }

    @Test
    void whileTheStoreIsAwayNothingIsAppliedAndNothingIsLost() throws Exception {
        documents(1);
        store.away.set(true);

        assertThatThrownBy(() -> values.storing(plain()).apply(documents, keys(1, 1), Patience.WAIT))
                .isInstanceOf(DatabaseUnavailable.class);
        assertThat(databases.value(Side.NEW, "SELECT count(*) FROM document")).isEqualTo("0");

        store.away.set(false);
        values.storing(plain()).apply(documents, keys(1, 1), Patience.WAIT);
        assertThat(values.check(documents).values()).isEqualTo(1);
    }

    private VerificationReport compare() throws InterruptedException {
        StandingRelay standing = new StandingRelay();
        return PgVerifications.verification(
                        databases.on(Side.OLD),
                        databases.on(Side.NEW),
                        new Repairs(PgCapture.log(databases.on(Side.OLD)), standing, standing),
                        new VerificationSettings(1, 2, 1_000),
                        Rest.NONE)
                .verify(List.of(documents), one -> {});
    }
}
