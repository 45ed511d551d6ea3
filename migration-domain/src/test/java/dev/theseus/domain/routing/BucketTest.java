package dev.theseus.domain.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BucketTest {

    /** Computed by another implementation of SHA-256. */
    @ParameterizedTest
    @CsvSource({
        "'', 88.94159949592819",
        "alice, 17.126505290420376",
        "user-42, 42.78761528962935",
        "4711, 86.8729435342534",
        "ü, 37.67769807895592"
    })
    void is_the_first_four_bytes_of_the_hash_of_the_utf_8_text_spread_over_0_to_100(String subject, double position) {
        assertThat(Bucket.of(subject).position()).isCloseTo(position, within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 5, 10, 50, 99})
    void a_percentage_takes_its_share_of_the_subjects(double percentage) {
        long inside = 0;
        for (int i = 0; i < 100_000; i++) {
            inside += Bucket.of("user-" + i).isWithin(percentage) ? 1 : 0;
        }
        assertThat(inside / 1_000.0).isCloseTo(percentage, within(0.5));
    }

    @Test
    void a_hundred_percent_takes_even_the_highest_and_none_not_even_the_lowest() {
        assertThat(new Bucket(100).isWithin(100)).isTrue();
        assertThat(new Bucket(100).isWithin(99.999)).isFalse();
        assertThat(new Bucket(0).isWithin(0)).isFalse();
    }
}
