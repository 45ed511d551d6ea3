package dev.theseus.domain.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GrowingRestTest {

    @Test
    void each_rest_is_twice_the_one_before_up_to_the_longest() {
        GrowingRest first = new GrowingRest(Duration.ofMillis(3), Duration.ofMillis(20));

        assertThat(Stream.iterate(first, GrowingRest::grown)
                        .limit(6)
                        .map(r -> r.next().toMillis()))
                .containsExactly(3L, 6L, 12L, 20L, 20L, 20L);
    }

    @Test
    void a_rest_of_no_length_would_be_no_rest() {
        assertThatThrownBy(() -> new GrowingRest(Duration.ZERO, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new GrowingRest(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
