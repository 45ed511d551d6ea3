package dev.theseus.domain.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.theseus.domain.database.Epoch;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsistencyTokenTest {

    private static final Epoch SECOND = new Epoch(2);

    /** Few different numbers, so that tokens meet. */
    private static ConsistencyToken any(Random die) {
        Set<Long> fresh = new HashSet<>();
        for (int i = die.nextInt(4); i > 0; i--) {
            fresh.add(1L + die.nextInt(4));
        }
        return new ConsistencyToken(new Epoch(1 + die.nextInt(3)), die.nextInt(5), fresh);
    }

    @Test
    void comes_back_from_its_text() {
        Seeds.forEach(die -> {
            Set<Long> fresh = new HashSet<>();
            for (int i = die.nextInt(ConsistencyToken.MOST_FRESH + 1); i > 0; i--) {
                fresh.add(die.nextLong());
            }
            ConsistencyToken token =
                    new ConsistencyToken(new Epoch(1 + die.nextInt(1_000_000)), die.nextLong(0, 1L << 59), fresh);

            assertThat(token.toString()).matches("[0-9a-z.-]+");
            assertThat(ConsistencyToken.parse(token.toString())).contains(token);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "0-5", "1-", "1-05", "1-5.", "1-5.xyz", "1--5", " 1-5", "1-5.11112222333344445"})
    void what_is_no_token_is_none(String text) {
        assertThat(ConsistencyToken.parse(text)).isEmpty();
    }

    @Test
    void with_too_many_rows_it_is_none() {
        assertThat(ConsistencyToken.parse("1-5" + ".a".repeat(ConsistencyToken.MOST_FRESH + 1)))
                .isEmpty();
        assertThatThrownBy(() -> new ConsistencyToken(
                        Epoch.FIRST,
                        1,
                        new HashSet<>(
                                java.util.stream.LongStream.range(0, 17).boxed().toList())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void of_both_does_not_depend_on_order_or_repetition() {
        Seeds.forEach(die -> {
            ConsistencyToken a = any(die);
            ConsistencyToken b = any(die);
            ConsistencyToken c = any(die);

            assertThat(a.and(a)).isEqualTo(a);
            assertThat(a.and(b)).isEqualTo(b.and(a));
            assertThat(a.and(b).and(c)).isEqualTo(a.and(b.and(c)));
            assertThat(a.and(ConsistencyToken.NONE).isSeenBy(a.epoch(), 3, 1)).isEqualTo(a.isSeenBy(a.epoch(), 3, 1));
        });
    }

    /** The one thing that must never happen: a reader of both is let through where one of them would not be. */
    @Test
    void of_both_is_seen_only_where_the_later_one_is() {
        Seeds.forEach(die -> {
            ConsistencyToken a = any(die);
            ConsistencyToken b = any(die);
            for (long passed = 0; passed < 6; passed++) {
                for (long row : List.of(1L, 2L, 3L, 9L)) {
                    for (int epoch = 1; epoch <= 3; epoch++) {
                        if (a.and(b).isSeenBy(new Epoch(epoch), passed, row)) {
                            assertThat(later(a, b).isSeenBy(new Epoch(epoch), passed, row))
                                    .as("%s and %s in epoch %d, passed %d, row %d", a, b, epoch, passed, row)
                                    .isTrue();
                        }
                    }
                }
            }
        });
    }

    private static ConsistencyToken later(ConsistencyToken a, ConsistencyToken b) {
        boolean first = a.epoch().number() > b.epoch().number()
                || (a.epoch().equals(b.epoch()) && a.transaction() > b.transaction());
        return first || a.equals(b) ? a : sameMoment(a, b) ? a.and(b) : b;
    }

    /** The same transaction cannot have been applied after two different commits: either token says what is true. */
    private static boolean sameMoment(ConsistencyToken a, ConsistencyToken b) {
        return a.epoch().equals(b.epoch()) && a.transaction() == b.transaction();
    }

    @Test
    void is_seen_once_the_relay_has_passed_its_transaction_and_not_before() {
        ConsistencyToken token = new ConsistencyToken(SECOND, 10, Set.of(7L));

        assertThat(token.isSeenBy(SECOND, 10, 1)).isFalse();
        assertThat(token.isSeenBy(SECOND, 11, 1)).isTrue();
        assertThat(token.isSeenBy(SECOND, 0, 7)).as("applied at once").isTrue();
        assertThat(token.isSeenBy(SECOND, 0, ReadTarget.MANY)).isFalse();
    }

    @Test
    void of_an_earlier_epoch_is_seen_everywhere_and_of_a_later_one_nowhere() {
        ConsistencyToken token = new ConsistencyToken(SECOND, 10, Set.of(7L));

        assertThat(token.isSeenBy(new Epoch(3), 0, 1)).isTrue();
        assertThat(token.isSeenBy(Epoch.FIRST, 99, 7)).isFalse();
    }
}
