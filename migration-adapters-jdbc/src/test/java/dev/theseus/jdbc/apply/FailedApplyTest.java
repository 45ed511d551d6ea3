package dev.theseus.jdbc.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.relay.Applier;
import dev.theseus.domain.relay.Applier.Patience;
import dev.theseus.domain.relay.ApplyOutcome.Applied;
import dev.theseus.domain.relay.ApplyOutcome.Refused;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.PgFence;
import dev.theseus.jdbc.postgres.Run;
import dev.theseus.jdbc.testing.TestDatabases;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an apply that failed leaves to those who use the sessions after it: the pools hold one each. */
class FailedApplyTest {

    private TestDatabases databases;
    private PgDatabase source;
    private PgDatabase target;
    private Applier applier;
    private TablePlan item;

    @BeforeEach
    void open() throws SQLException {
        databases = TestDatabases.create();
        databases.both(PgFence.ddl(Side.OLD));
        databases.old("CREATE TABLE item (id int PRIMARY KEY, name text)");
        databases.target("CREATE TABLE item (id int PRIMARY KEY, name varchar(2000))");
        item = databases.plan(1, "item", List.of("id"), List.of("id", "name"));
        source = PgDatabase.open(Side.OLD, databases.url(Side.OLD), null, null, 1);
        target = PgDatabase.open(Side.NEW, databases.url(Side.NEW), null, null, 1);
        applier = PgAppliers.applier(source, target, ApplyLimits.DEFAULT);
    }

    @AfterEach
    void close() {
        source.close();
        target.close();
        databases.close();
    }

    private static Set<RowKey> keys(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(id -> RowKey.of(String.valueOf(id)))
                .collect(Collectors.toSet());
    }

    @Test
    void aRowThatNewRefusesAmongManyDisturbsNobodyAfterIt() throws SQLException {
        databases.old("INSERT INTO item SELECT i, repeat('x', CASE i WHEN 1 THEN 2001 ELSE 2000 END)"
                + " FROM generate_series(1, 15000) i");

        for (int attempt = 0; attempt < 3; attempt++) {
            assertThat(applier.apply(item, keys(1, 15000), Patience.LEAVE))
                    .isInstanceOfSatisfying(
                            Refused.class,
                            r -> assertThat(r.reason().sqlState()).isEqualTo("22001"));
            for (PgDatabase database : List.of(source, target)) {
                List<String> answer = database.inTransaction("ask", c -> Run.texts(c, "SELECT 42"));
                assertThat(answer).containsExactly("42");
            }
        }
        assertThat(databases.rows(Side.NEW, "SELECT id FROM item")).isEmpty();
        assertThat(applier.apply(item, keys(2, 15000), Patience.LEAVE))
                .isEqualTo(new Applied(keys(2, 15000), Set.of()));
        assertThat(databases.value(Side.NEW, "SELECT count(*) FROM item")).isEqualTo("14999");
    }
}
