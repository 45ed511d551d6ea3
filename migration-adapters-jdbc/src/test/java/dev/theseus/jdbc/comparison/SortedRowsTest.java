package dev.theseus.jdbc.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.mapping.Image;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.Run;
import dev.theseus.jdbc.testing.TestDatabases;
import java.util.List;
import org.junit.jupiter.api.Test;

class SortedRowsTest {

    /** The pool holds one session, so that whoever comes next gets what the reading left. */
    @Test
    void rows_that_are_not_read_to_their_end_leave_no_answers_behind() throws Exception {
        try (TestDatabases databases = TestDatabases.create();
                PgDatabase old = PgDatabase.open(Side.OLD, databases.url(Side.OLD), null, null, 1)) {
            databases.old("CREATE TABLE item (id int PRIMARY KEY, name text);"
                    + "INSERT INTO item SELECT i, repeat('x', 1000) FROM generate_series(1, 30000) i");
            try (SortedRows rows = SortedRows.open(
                    old, PrintedRows.asTheyAre("public.item", Image.same(List.of("id"), List.of("id", "name"))))) {
                assertThat(rows.next()).isNotNull();
            }

            for (int number = 1; number <= 5; number++) {
                String expected = String.valueOf(number);
                List<String> answer = old.inTransaction("ask", c -> Run.texts(c, "SELECT " + expected));
                assertThat(answer).containsExactly(expected);
            }
        }
    }
}
