package dev.theseus.jdbc.remap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.mapping.Mapping;
import dev.theseus.domain.changelog.RowsAnew;
import dev.theseus.domain.changelog.RowsAnew.Noted;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.bookkeeping.PgBookkeepings;
import dev.theseus.jdbc.testing.TestDatabases;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PgRowsAnewTest {

    private static final List<String> KEY = List.of("place", "no");
    private static final String KEYS = "SELECT l.key[1] || ' ' || l.key[2] AS k FROM theseus.change_log l ORDER BY id";

    private TestDatabases databases;
    private RowsAnew rows;
    private TablePlan first;

    @BeforeEach
    void open() throws SQLException {
        databases = TestDatabases.create();
        databases.both("CREATE TABLE spot (place text, no numeric(4,1), PRIMARY KEY (place, no))");
        databases.old("INSERT INTO spot SELECT p, n FROM unnest(ARRAY['a', 'B', 'ä', '']) p, generate_series(9, 11) n");
        PgBookkeepings.preparation(databases.on(Side.OLD), databases.on(Side.NEW)).prepare(new MigrationId("shop"));
        rows = PgRemappings.rowsAnew(databases.on(Side.OLD));
        first = version(1);
    }

    @AfterEach
    void close() {
        databases.close();
    }

    private TablePlan version(int number) {
        TablePlan plan = databases.plan(7, "spot", KEY, KEY);
        return plan.with(new Mapping(
                number, plan.mapping().forward(), plan.mapping().reverse()));
    }

    @Test
    void every_row_is_noted_once_whatever_the_size_of_the_steps() throws SQLException {
        assertThat(rows.next(first, 5)).isEqualTo(Noted.SOME);
        // whoever asks goes on
        RowsAnew other = PgRemappings.rowsAnew(databases.on(Side.OLD));
        assertThat(other.next(first, 5)).isEqualTo(Noted.SOME);
        assertThat(rows.next(first, 5)).isEqualTo(Noted.ALL);
        assertThat(rows.next(first, 5)).isEqualTo(Noted.ALL);

        assertThat(databases.rows(Side.OLD, KEYS))
                .hasSize(12)
                .containsExactlyInAnyOrderElementsOf(
                        databases.rows(Side.OLD, "SELECT place || ' ' || no AS k FROM spot"));
        assertThat(databases.value(Side.OLD, "SELECT rows FROM theseus.logged_anew")).isEqualTo("12");
        assertThat(databases.value(Side.OLD, "SELECT DISTINCT table_no FROM theseus.change_log"))
                .isEqualTo("7");
    }

    @Test
    void a_step_that_ends_with_the_table_is_followed_by_one_that_finds_nothing() throws SQLException {
        assertThat(rows.next(first, 12)).isEqualTo(Noted.SOME);
        assertThat(rows.next(first, 12)).isEqualTo(Noted.ALL);
        assertThat(databases.rows(Side.OLD, KEYS)).hasSize(12);
    }

    @Test
    void for_another_version_it_begins_anew() throws SQLException {
        assertThat(rows.next(first, 100)).isEqualTo(Noted.ALL);

        assertThat(rows.next(version(2), 100)).isEqualTo(Noted.ALL);

        assertThat(databases.rows(Side.OLD, KEYS)).hasSize(24);
    }

    @Test
    void a_row_that_goes_between_two_steps_does_not_end_it() throws SQLException {
        assertThat(rows.next(first, 3)).isEqualTo(Noted.SOME);
        databases.old("DELETE FROM spot WHERE place = (SELECT min(place) FROM spot)");

        assertThat(rows.next(first, 100)).isEqualTo(Noted.ALL);

        assertThat(databases.rows(Side.OLD, KEYS)).hasSize(12);
    }

    @Test
    void an_empty_table_is_done_at_once() throws SQLException {
        databases.old("TRUNCATE spot");

        assertThat(rows.next(first, 100)).isEqualTo(Noted.ALL);
        assertThat(rows.next(first, 100)).isEqualTo(Noted.ALL);
    }
}
