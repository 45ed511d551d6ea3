package dev.theseus.jdbc.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReadComparisonTest {

    private record User(int id, String name) {}

    private record Person(long id, String first, String last) {}

    private record Order(int number) {}

    private final ReadComparison comparison = ReadComparison.BY_VALUE
            .through(
                    User.class,
                    user -> new Person(user.id, user.name.replaceAll(" .*", ""), user.name.replaceAll(".* ", "")))
            .through(Order.class, order -> "order " + order.number);

    private static final User OLD = new User(5, "Ann Lee");
    private static final Person NEW = new Person(5, "Ann", "Lee");

    @Test
    void entitiesOfDifferentClassesAreComparedAsOldsLooksOnNew() {
        assertThat(comparison.alike(OLD, NEW)).isTrue();
        assertThat(comparison.alike(OLD, new Person(5, "Ann", "lee"))).isFalse();
        assertThat(comparison.alike(OLD, null)).isFalse();
        assertThat(comparison.alike(null, NEW)).isFalse();
        assertThat(comparison.alike(null, null)).isTrue();
    }

    @Test
    void whateverTheyStandIn() {
        assertThat(comparison.alike(List.of(OLD, new Order(1)), List.of(NEW, "order 1")))
                .isTrue();
        assertThat(comparison.alike(List.of(OLD), List.of())).isFalse();
        assertThat(comparison.alike(Set.of(OLD), Set.of(NEW))).isTrue();
        assertThat(comparison.alike(Map.of("k", OLD), Map.of("k", NEW))).isTrue();
        assertThat(comparison.alike(Optional.of(OLD), Optional.of(NEW))).isTrue();
        assertThat(comparison.alike(Optional.empty(), Optional.of(NEW))).isFalse();
        assertThat(comparison.alike(new Object[] {OLD}, new Object[] {NEW})).isTrue();
        assertThat(comparison.alike(Arrays.asList(OLD, null), Arrays.asList(NEW, null)))
                .isTrue();
        assertThat(comparison.alike(List.of(7), List.of(7))).isTrue();
    }
}
