package dev.theseus.jdbc.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.changelog.BroughtOver;
import dev.theseus.domain.changelog.BroughtOver.Extent;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.plan.TablePlan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LatelyBroughtTest {

    private static final TablePlan ITEM = table(1);
    private static final TablePlan OTHER = table(2);

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1);
    private final LatelyBrought brought = new LatelyBrought(10, now::get);

    private static TablePlan table(int number) {
        TableName name = new TableName("public", "t" + number);
        return new TablePlan(
                number,
                name,
                name,
                List.of("id"),
                List.of("id"),
                TablePlan.ExistingRows.REFUSE,
                TablePlan.CaptureMode.AUTOMATIC);
    }

    private static RowKey key(int key) {
        return RowKey.of(Integer.toString(key));
    }

    private void bring(TablePlan table, int... keys) {
        brought.brought(
                table.number(),
                IntStream.of(keys)
                        .mapToObj(k -> new Change(table.number(), Optional.of(key(k)), List.of()))
                        .toList());
    }

    private void pass(int seconds) {
        now.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    private BroughtOver since(int seconds) {
        return brought.since(List.of(ITEM, OTHER), Duration.ofSeconds(seconds));
    }

    @BeforeEach
    void lead() {
        brought.leads();
        pass(60);
    }

    @Test
    void rows_count_from_when_they_were_brought_over_last() {
        bring(ITEM, 1, 2);
        pass(10);
        bring(ITEM, 2, 3);

        assertThat(since(5).rows(ITEM)).containsExactlyInAnyOrder(key(2), key(3));
        assertThat(since(10).rows(ITEM)).containsExactlyInAnyOrder(key(1), key(2), key(3));
        assertThat(since(10).of(OTHER)).isEqualTo(Extent.NOTHING);
    }

    @Test
    void of_a_time_in_which_another_relay_may_have_led_nothing_is_known() {
        assertThat(since(61)).isEqualTo(BroughtOver.unknown(List.of(ITEM, OTHER)));
        brought.standsBy();
        bring(ITEM, 1);
        assertThat(since(0)).isEqualTo(BroughtOver.unknown(List.of(ITEM, OTHER)));
        pass(1);
        brought.leads();
        assertThat(since(0)).isEqualTo(BroughtOver.NOTHING);
        assertThat(since(1)).isEqualTo(BroughtOver.unknown(List.of(ITEM, OTHER)));
    }

    @Test
    void the_table_that_fills_most_of_the_memory_is_the_one_of_which_less_is_known() {
        bring(OTHER, 1, 2);
        bring(ITEM, 1, 2, 3);
        pass(10);
        bring(ITEM, 4, 5, 6, 7, 8, 9);

        assertThat(since(10).of(ITEM)).isEqualTo(Extent.ANY_ROW);
        assertThat(since(10).rows(OTHER)).containsExactlyInAnyOrder(key(1), key(2));
        assertThat(since(5).rows(ITEM)).hasSize(6);
    }

    @Test
    void after_a_truncate_any_row_of_the_table_may_have_gone() {
        brought.brought(ITEM.number(), List.of(new Change(ITEM.number(), Optional.empty(), List.of())));
        pass(10);
        bring(ITEM, 1);

        assertThat(since(10).of(ITEM)).isEqualTo(Extent.ANY_ROW);
        assertThat(since(5).rows(ITEM)).containsExactly(key(1));
    }
}
