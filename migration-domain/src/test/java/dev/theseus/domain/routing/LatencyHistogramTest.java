package dev.theseus.domain.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatencyHistogramTest {

    private static LatencyHistogram of(long... micros) {
        long[] counts = new long[LatencyHistogram.STEPS];
        Arrays.stream(micros).forEach(each -> counts[LatencyHistogram.step(each)]++);
        return LatencyHistogram.of(step -> counts[step]);
    }

    @ParameterizedTest
    @ValueSource(longs = {32, 33, 39, 40, 63, 64, 100, 127, 128, 999, 1_000, 12_345, 250_000, 4_000_000})
    void what_it_says_of_a_time_is_never_less_and_at_most_a_quarter_more(long micros) {
        assertThat(of(micros).percentile(1).orElseThrow()).isBetween(micros, micros + micros / 4);
    }

    @Test
    void the_shortest_and_the_longest_have_a_step_too() {
        assertThat(of(0).percentile(1)).hasValue(31);
        assertThat(of(Long.MAX_VALUE / 8).percentile(1)).hasValue((32L << 17) - 1);
    }

    @Test
    void percentiles_are_those_of_all_the_times_in_order() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        long[] micros = random.longs(1_000, 32, 2_000_000).toArray();
        LatencyHistogram histogram = of(micros);
        Arrays.sort(micros);
        for (double share : new double[] {0.001, 0.5, 0.95, 0.99, 1}) {
            long exact = micros[(int) Math.ceil(1_000 * share) - 1];
            assertThat(histogram.percentile(share).orElseThrow())
                    .as("seed " + seed + ", share " + share)
                    .isBetween(exact, exact + exact / 4);
        }
    }

    @Test
    void nothing_has_no_percentile() {
        assertThat(LatencyHistogram.NONE.percentile(0.5)).isEmpty();
    }

    @Test
    void what_was_counted_since_is_the_difference_and_all_of_it_after_a_restart() {
        LatencyHistogram before = of(100, 100, 5_000);
        LatencyHistogram after = of(100, 100, 100, 5_000, 70_000);

        assertThat(after.since(before)).isEqualTo(of(100, 70_000));
        assertThat(after.since(LatencyHistogram.NONE)).isEqualTo(after);
        assertThat(of(100).since(before)).isEqualTo(of(100));
        assertThat(before.plus(of(100, 70_000))).isEqualTo(after);
    }
}
