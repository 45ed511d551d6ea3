package dev.theseus.jdbc.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.sequence.SequenceMoved;
import dev.theseus.domain.sequence.Sequences;
import dev.theseus.jdbc.testing.TestDatabases;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PgSequencesTest {

    private TestDatabases databases;
    private Sequences sequences;

    @BeforeEach
    void open() throws SQLException {
        databases = TestDatabases.create();
        sequences = PgSequences.sequences(databases.on(Side.OLD), databases.on(Side.NEW));
    }

    @AfterEach
    void close() {
        databases.close();
    }

    @Test
    void serialIdentityAndNamedDefaultsAreBroughtForward() throws Exception {
        databases.both("""
                CREATE SEQUENCE "Num Bers" INCREMENT 5;
                CREATE TABLE t (id bigserial PRIMARY KEY, a int GENERATED ALWAYS AS IDENTITY,
                  b int DEFAULT nextval('"Num Bers"'), c int DEFAULT 0)""");
        databases.old("INSERT INTO t SELECT FROM generate_series(1, 7)");

        List<SequenceMoved> moved = sequences.advance(tables("id", "a", "b", "c"));

        TableName table = new TableName("public", "t");
        assertThat(moved)
                .containsExactlyInAnyOrder(
                        new SequenceMoved(table, "id", "public.t_id_seq", 8),
                        new SequenceMoved(table, "a", "public.t_a_seq", 8),
                        new SequenceMoved(table, "b", "public.\"Num Bers\"", 36));
        databases.target("INSERT INTO t DEFAULT VALUES");
        assertThat(databases.rows(Side.NEW, "SELECT id, a, b FROM t")).containsExactly("(8,8,36)");
    }

    @Test
    void aSequenceThatIsFurtherIsLeftWhereItIs() throws Exception {
        databases.both("CREATE TABLE t (id serial PRIMARY KEY)");
        databases.old("SELECT setval('t_id_seq', 10)");
        databases.target("SELECT setval('t_id_seq', 50)");

        assertThat(sequences.advance(tables("id"))).isEmpty();

        assertThat(databases.value(Side.NEW, "SELECT nextval('t_id_seq')")).isEqualTo("51");
    }

    @Test
    void doingItTwiceMovesNothingTheSecondTime() throws Exception {
        databases.both("CREATE TABLE t (id serial PRIMARY KEY)");
        databases.old("SELECT nextval('t_id_seq')");

        assertThat(sequences.advance(tables("id"))).hasSize(1);
        assertThat(sequences.advance(tables("id"))).isEmpty();
        assertThat(databases.value(Side.NEW, "SELECT nextval('t_id_seq')")).isEqualTo("2");
    }

    @Test
    void aSequenceThatCountsDownIsBroughtDown() throws Exception {
        databases.both("CREATE SEQUENCE s INCREMENT -1; CREATE TABLE t (id bigint PRIMARY KEY DEFAULT nextval('s'))");
        databases.old("SELECT setval('s', -100)");

        sequences.advance(tables("id"));

        assertThat(databases.value(Side.NEW, "SELECT nextval('s')")).isEqualTo("-101");
    }

    @Test
    void aSequenceThatIsTooSmallIsRefusedByName() throws Exception {
        databases.old("CREATE TABLE t (id bigserial PRIMARY KEY); SELECT setval('t_id_seq', 3000000000)");
        databases.target("CREATE TABLE t (id serial PRIMARY KEY)");

        assertThatThrownBy(() -> sequences.advance(tables("id")))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("public.t_id_seq");
    }

    private List<TablePlan> tables(String... columns) {
        return List.of(databases.plan(1, "t", List.of("id"), List.of(columns)));
    }
}
