package dev.theseus.domain.changelog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.database.RowKey;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BroughtOverTest {

    private static final RowKey A = RowKey.of("a");
    private static final RowKey B = RowKey.of("b");

    @Test
    void two_that_know_rows_know_the_rows_of_both() {
        BroughtOver both =
                new BroughtOver(Map.of(1, Set.of(A)), Set.of()).and(new BroughtOver(Map.of(1, Set.of(B)), Set.of()));

        assertThat(both.rows()).isEqualTo(Map.of(1, Set.of(A, B)));
    }

    @Test
    void what_one_does_not_know_the_other_does_not_make_up_for() {
        BroughtOver rows = new BroughtOver(Map.of(1, Set.of(A), 2, Set.of(B)), Set.of());
        BroughtOver unknown = new BroughtOver(Map.of(), Set.of(1));

        assertThat(rows.and(unknown)).isEqualTo(new BroughtOver(Map.of(2, Set.of(B)), Set.of(1)));
        assertThat(unknown.and(rows)).isEqualTo(rows.and(unknown));
    }

    @Test
    void a_longer_time_tells_more_where_a_row_was_brought_over_in_it_and_not_later() {
        BroughtOver longer = new BroughtOver(Map.of(1, Set.of(A, B)), Set.of());

        assertThat(longer.knowsRowsBeyond(new BroughtOver(Map.of(1, Set.of(A)), Set.of())))
                .isTrue();
        assertThat(longer.knowsRowsBeyond(BroughtOver.NOTHING)).isTrue();
        assertThat(longer.knowsRowsBeyond(longer)).isFalse();
        assertThat(longer.knowsRowsBeyond(new BroughtOver(Map.of(), Set.of(1)))).isFalse();
        assertThat(BroughtOver.NOTHING.knowsRowsBeyond(BroughtOver.NOTHING)).isFalse();
    }
}
