package dev.theseus.domain.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.theseus.domain.database.TableName;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ImageTest {

    private static final MappedColumn ID = MappedColumn.same("id");
    private static final MappedColumn NAME = new MappedColumn("name", new Expression.Sql("upper(t.name)"));

    @Test
    void what_is_declared_as_lost_is_written_but_not_compared() {
        Image image = image(List.of(ID, NAME), List.of(), List.of("name"));

        assertThat(image.targetColumns()).containsExactly("id", "name");
        assertThat(image.comparedColumns()).containsExactly(ID);
        assertThat(image.isSame()).isFalse();
    }

    @Test
    void only_what_is_mapped_can_be_declared_as_lost() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> image(List.of(ID), List.of(), List.of("name")))
                .withMessageContaining("[name]");
    }

    @Test
    void no_column_is_mapped_twice_and_the_key_is_among_them() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> image(List.of(ID, NAME, NAME), List.of(), List.of()))
                .withMessageContaining("name is mapped twice");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> image(List.of(NAME), List.of(), List.of()))
                .withMessageContaining("key must be among");
    }

    @Test
    void a_joined_table_is_joined_on_the_whole_key_by_an_alias_of_its_own() {
        TableName phones = new TableName("public", "phone");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> image(List.of(ID), List.of(new Join("p", phones, List.of("a", "b"))), List.of()))
                .withMessageContaining("is joined on [a, b]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Join("t", phones, List.of("id")))
                .withMessageContaining("give public.phone another");
    }

    @Test
    void a_key_under_another_name_keeps_its_values_and_a_computed_one_does_not() {
        Image renamed = new Image(
                List.of("id"),
                List.of("user_id"),
                List.of(new MappedColumn("user_id", new Expression.Same("id"))),
                List.of(),
                Optional.empty());
        Image computed = image(List.of(new MappedColumn("id", new Expression.Sql("t.id + 1"))), List.of(), List.of());

        assertThat(renamed.keepsKey()).isTrue();
        assertThat(renamed.isSame()).isFalse();
        assertThat(computed.keepsKey()).isFalse();
    }

    private static Image image(List<MappedColumn> columns, List<Join> joins, List<String> losses) {
        return new Image(List.of("id"), List.of("id"), columns, joins, Optional.empty(), losses);
    }
}
