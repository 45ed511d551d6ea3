package dev.theseus.domain.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.plan.BackfillSettings.ChunkSize;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ChunkSizingTest {

    private static final long MIB = 1 << 20;
    private static final ChunkSize LIMIT = new ChunkSize(32 * MIB, 1_000_000);

    @Test
    void a_chunk_that_took_as_long_as_it_should_keeps_its_size() {
        assertThat(new ChunkSizing(LIMIT, 10 * MIB).after(ChunkSizing.AIM).wantedBytes())
                .isEqualTo(10 * MIB);
    }

    @Test
    void a_quick_chunk_is_followed_by_one_of_at_most_twice_the_size() {
        assertThat(new ChunkSizing(LIMIT, 10 * MIB).after(Duration.ofMillis(1)).wantedBytes())
                .isEqualTo(20 * MIB);
    }

    @Test
    void a_slow_chunk_is_followed_by_a_smaller_one_but_not_below_a_quarter() {
        ChunkSizing sizing = new ChunkSizing(LIMIT, 16 * MIB);

        assertThat(sizing.after(Duration.ofSeconds(4)).wantedBytes()).isEqualTo(8 * MIB);
        assertThat(sizing.after(Duration.ofMinutes(4)).wantedBytes()).isEqualTo(4 * MIB);
    }

    @Test
    void it_stays_within_the_plan_and_above_the_smallest_size() {
        assertThat(new ChunkSizing(LIMIT, 30 * MIB).after(Duration.ZERO).wantedBytes())
                .isEqualTo(32 * MIB);
        assertThat(new ChunkSizing(LIMIT, MIB).after(Duration.ofHours(1)).wantedBytes())
                .isEqualTo(ChunkSizing.SMALLEST);
    }

    @Test
    void a_plan_may_ask_for_less_than_the_smallest_size() {
        ChunkSize tiny = new ChunkSize(64 << 10, 10);

        assertThat(ChunkSizing.starting(tiny).wantedBytes()).isEqualTo(64 << 10);
        assertThat(ChunkSizing.starting(tiny).after(Duration.ofHours(1)).wantedBytes())
                .isEqualTo(64 << 10);
    }
}
