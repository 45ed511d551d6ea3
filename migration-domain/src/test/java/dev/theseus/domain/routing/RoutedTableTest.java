package dev.theseus.domain.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.mapping.Join;
import dev.theseus.domain.mapping.MappedColumn;
import dev.theseus.domain.mapping.Mapping;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.plan.TablePlan.CaptureMode;
import dev.theseus.domain.plan.TablePlan.ExistingRows;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RoutedTableTest {

    private static TableName name(String table) {
        return new TableName("public", table);
    }

    private static TablePlan plan(int number, String old, String target, Mapping mapping) {
        return new TablePlan(number, name(old), name(target), mapping, ExistingRows.REFUSE, CaptureMode.AUTOMATIC);
    }

    private static Image image(List<String> key, Join... joins) {
        List<MappedColumn> columns = Stream.concat(key.stream(), Stream.of("v"))
                .map(MappedColumn::same)
                .toList();
        return new Image(key, key, columns, List.of(joins), Optional.empty());
    }

    private static Mapping there(Image image) {
        return new Mapping(1, Optional.of(image), Optional.empty());
    }

    private static Join join(String table, String... on) {
        return new Join("b", name(table), List.of(on));
    }

    private static RoutedTable routed(String table, TablePlan... plans) {
        RoutedTable routed = RoutedTable.of(List.of(plans)).get(name(table));
        assertThat(routed).isNotNull();
        return routed;
    }

    @Test
    void aTableThatLooksTheSameIsKnownByItsOwnNumberAndKey() {
        TablePlan plan = plan(7, "t", "t", Mapping.same(List.of("id"), List.of("id", "v")));
        RoutedTable table = routed("t", plan);
        RowKey key = RowKey.of("5");

        assertThat(table.read(List.of(key))).isEqualTo(ReadTarget.row(7, key));
        assertThat(table.read(List.of(key, RowKey.of("6")))).isEqualTo(ReadTarget.many(7));
        assertThat(table.rows(List.of(key))).isEqualTo(Map.of(plan, Set.of(key)));
        assertThat(table.isTraceable(key)).isTrue();
    }

    @Test
    void aTableThatIsSplitIsCarriedByAllItsPlansAndReadOnlyIfNoneHasRowsSetAside() {
        TablePlan first = plan(3, "u", "u1", there(image(List.of("id"))));
        TablePlan second = plan(2, "u", "u2", there(image(List.of("id"))));
        RoutedTable table = routed("u", first, second);

        assertThat(table.rows(List.of(RowKey.of("5"))).keySet()).containsExactlyInAnyOrder(first, second);
        assertThat(table.read(List.of()).tables()).containsExactlyInAnyOrder(2, 3);
        assertThat(table.number()).isEqualTo(2);
    }

    @Test
    void aRowThatCompletesAnotherIsCarriedByTheOthersKey() {
        TablePlan merged = plan(1, "a", "c", there(image(List.of("x", "y"), join("b", "ax", "ay"))));
        TablePlan back = plan(2, "b", "c", new Mapping(1, Optional.empty(), Optional.of(image(List.of("ay", "ax")))));
        RoutedTable table = routed("b", merged, back);

        assertThat(table.rows(List.of(RowKey.of("Y", "X")))).isEqualTo(Map.of(merged, Set.of(RowKey.of("X", "Y"))));
        assertThat(table.numbers()).containsExactlyInAnyOrder(1, 2);
    }

    @Test
    void aRowWhoseKeyDoesNotSayWhichRowItCompletesIsLeftToCapture() {
        TablePlan merged = plan(1, "a", "c", there(image(List.of("id"), join("b", "a_id"))));
        TablePlan own = plan(2, "b", "d", there(image(List.of("id"))));
        RoutedTable table = routed("b", merged, own);
        RowKey key = RowKey.of("5");

        assertThat(table.isTraceable(key)).isFalse();
        assertThat(table.rows(List.of(key))).isEqualTo(Map.of(own, Set.of(key)));
        assertThat(table.numbers()).containsExactlyInAnyOrder(1, 2);
    }

    @Test
    void aTableThatOnlyCompletesAnotherIsKnownByTheColumnsThatItIsJoinedOn() {
        TablePlan merged = plan(1, "a", "c", there(image(List.of("id"), join("b", "a_id"))));

        assertThat(routed("b", merged).rows(List.of(RowKey.of("5")))).isEqualTo(Map.of(merged, Set.of(RowKey.of("5"))));
    }

    @Test
    void aKeyOfAnotherShapeIsNobodys() {
        TablePlan plan = plan(7, "t", "t", Mapping.same(List.of("id"), List.of("id", "v")));
        RoutedTable table = routed("t", plan);

        assertThat(table.isTraceable(RowKey.of("5", "6"))).isFalse();
        assertThat(table.rows(List.of(RowKey.of("5", "6")))).isEmpty();
    }
}
