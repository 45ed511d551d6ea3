package dev.theseus.domain.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.database.Column;
import dev.theseus.domain.database.Column.Origin;
import dev.theseus.domain.database.TableDefinition;
import dev.theseus.domain.database.TableDefinition.Kind;
import dev.theseus.domain.database.TableDefinition.Size;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.database.UniqueKey;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TableShapeTest {

    private static final TableName NAME = new TableName("public", "item");
    private static final Column ID = column("id", "bigint", false);
    private static final Column LABEL = column("label", "text", true);
    private static final UniqueKey PRIMARY = new UniqueKey("item_pkey", List.of("id"), UniqueKey.Kind.PRIMARY);

    @Test
    void equalTablesHaveNoFindings() {
        TableShape shape = new TableShape(table(ID, LABEL), table(ID, LABEL));
        assertThat(shape.findings()).isEmpty();
        assertThat(shape.carried()).containsExactly("id", "label");
    }

    @Test
    void aColumnThatNewLacksWouldLoseItsValues() {
        assertFound(table(ID, LABEL), table(ID), Severity.STOPS, Check.COLUMN, "label", "text in old");
    }

    @Test
    void aComputedColumnThatNewLacksLosesNothing() {
        assertFound(table(ID, computed("total")), table(ID), Severity.NOTES, Check.COLUMN, "total");
    }

    @Test
    void aNarrowerTypeIsNamedOnBothSides() {
        assertFound(
                table(ID, column("n", "bigint", true)),
                table(ID, column("n", "integer", true)),
                Severity.STOPS,
                Check.COLUMN_TYPE,
                "n is bigint in old and integer in new");
    }

    @Test
    void aTypeOfTheSameNameInAnotherSchemaIsNoted() {
        assertFound(
                table(ID, column("m", "a.mood", true)),
                table(ID, column("m", "b.mood", true)),
                Severity.NOTES,
                Check.COLUMN_TYPE,
                "a.mood in old and b.mood in new");
    }

    @Test
    void aColumnComputedOnOneSideOnlyCannotBeCarried() {
        Column written = column("total", "integer", true);
        assertFound(
                table(ID, computed("total")), table(ID, written), Severity.STOPS, Check.COMPUTED_COLUMN, "in old only");
        assertFound(
                table(ID, written), table(ID, computed("total")), Severity.STOPS, Check.COMPUTED_COLUMN, "in new only");
        assertThat(new TableShape(table(ID, written), table(ID, computed("total"))).carried())
                .containsExactly("id");
    }

    @Test
    void aColumnThatNewDemandsAndOldDoesNotFillStops() {
        assertFound(
                table(ID),
                table(ID, column("tenant", "text", false)),
                Severity.STOPS,
                Check.REQUIRED_COLUMN,
                "tenant",
                "Say under `columns:` where its values come from, give it a default");
    }

    @Test
    void whatNewWritesIntoAColumnThatOldLacksIsLostByARollback() {
        assertFound(
                table(ID), table(ID, column("a", "text", true)), Severity.STOPS, Check.LOSS, "column a", "`loses:`");
        Column withDefault = new Column("b", "text", false, Origin.WRITTEN, true);
        assertFound(table(ID), table(ID, withDefault), Severity.STOPS, Check.LOSS, "column b");
        assertThat(new TableShape(table(ID), table(ID, computed("c"))).findings())
                .isEmpty();
    }

    @Test
    void aStricterNullRuleWarns() {
        assertFound(table(ID, LABEL), table(ID, column("label", "text", false)), Severity.WARNS, Check.NULLS, "label");
    }

    @Test
    void aPointerToLargeObjectsWarns() {
        assertFound(
                table(ID, column("photo", "oid", true)),
                table(ID, column("photo", "oid", true)),
                Severity.WARNS,
                Check.LARGE_OBJECT,
                "photo",
                "not the objects");
    }

    @Test
    void uniquenessThatOnlyNewDemandsWarns() {
        UniqueKey label = new UniqueKey("item_label", List.of("label"), UniqueKey.Kind.NULLABLE);
        UniqueKey implied = new UniqueKey("item_id_label", List.of("label", "id"), UniqueKey.Kind.NULLABLE);
        List<Column> columns = List.of(ID, LABEL);
        TableShape shape =
                new TableShape(table(columns, List.of(PRIMARY)), table(columns, List.of(PRIMARY, label, implied)));
        assertThat(shape.findings()).singleElement().satisfies(f -> {
            assertThat(f.severity()).isEqualTo(Severity.WARNS);
            assertThat(f.check()).isEqualTo(Check.UNIQUENESS);
            assertThat(f.message()).contains("item_label");
        });
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void onlyTablesThatHoldTheirOwnRowsTakePart(Kind kind) {
        TableDefinition table = new TableDefinition(NAME, kind, List.of(ID), List.of(), List.of(), new Size(0, 0));
        boolean supported = kind == Kind.ORDINARY || kind == Kind.PARTITIONED;
        assertThat(TableShape.kind(table, "old").isEmpty()).isEqualTo(supported);
    }

    private static void assertFound(
            TableDefinition old, TableDefinition target, Severity severity, Check check, String... parts) {
        assertThat(new TableShape(old, target).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(severity);
            assertThat(finding.check()).isEqualTo(check);
            assertThat(finding.what()).isEqualTo("public.item");
            assertThat(finding.message()).contains(parts);
        });
    }

    private static Column column(String name, String type, boolean nullable) {
        return new Column(name, type, nullable, Origin.WRITTEN, false);
    }

    private static Column computed(String name) {
        return new Column(name, "integer", true, Origin.COMPUTED, true);
    }

    private static TableDefinition table(Column... columns) {
        return table(Stream.of(columns).toList(), List.of(PRIMARY));
    }

    private static TableDefinition table(List<Column> columns, List<UniqueKey> keys) {
        return new TableDefinition(NAME, Kind.ORDINARY, columns, keys, List.of(), new Size(0, 0));
    }
}
