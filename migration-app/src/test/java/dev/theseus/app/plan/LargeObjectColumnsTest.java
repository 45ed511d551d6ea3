package dev.theseus.app.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.app.mapping.TableMapping;
import dev.theseus.app.plan.TableSelection.Entry;
import dev.theseus.domain.database.Column;
import dev.theseus.domain.database.Column.Origin;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableDefinition;
import dev.theseus.domain.database.TableDefinition.Kind;
import dev.theseus.domain.database.TableDefinition.Size;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.inspection.Check;
import dev.theseus.domain.inspection.Finding;
import dev.theseus.domain.inspection.InspectedTable;
import dev.theseus.domain.inspection.Severity;
import dev.theseus.domain.inspection.TableShape;
import dev.theseus.domain.mapping.Expression;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.mapping.MappedColumn;
import dev.theseus.domain.mapping.Mapping;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.plan.TablePlan.CaptureMode;
import dev.theseus.domain.plan.TablePlan.ExistingRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LargeObjectColumnsTest {

    private static final TableName PHOTO = new TableName("public", "photo");

    private final List<Finding> findings = new ArrayList<>();

    @Test
    void a_column_that_is_named_is_carried_with_its_objects_and_not_warned_of() {
        TableDefinition table = photo("id integer", "picture oid", "scan oid");
        findings.addAll(new TableShape(table, table).findings());
        assertThat(findings).hasSize(2);

        TablePlan plan = added(table, table, same("id", "picture", "scan"), "picture");

        assertThat(plan.largeObjects()).containsExactly("picture");
        assertThat(plan.largeObjects(Side.NEW)).containsExactly("picture");
        assertThat(findings)
                .singleElement()
                .satisfies(f -> assertThat(f.message()).contains("column scan"));
    }

    @Test
    void a_column_under_another_name_in_new_is_found_by_the_mapping() {
        Image there = image(MappedColumn.same("id"), new MappedColumn("image", new Expression.Same("picture")));
        Image back = image(MappedColumn.same("id"), new MappedColumn("picture", new Expression.Same("image")));

        TablePlan plan = added(
                photo("id integer", "picture lo"),
                photo("id integer", "image oid"),
                new Mapping(1, Optional.of(there), Optional.of(back)),
                "picture");

        assertThat(findings).isEmpty();
        assertThat(plan.largeObjects(Side.NEW)).containsExactly("image");
        assertThat(plan.withLargeObjects(List.of()).largeObjects(Side.NEW)).isEmpty();
    }

    @Test
    void what_is_named_must_be_there_and_stand_for_objects() {
        TableDefinition table = photo("id integer", "picture bytea");

        assertThat(added(table, table, same("id", "picture"), "picture").largeObjects())
                .isEmpty();
        assertThat(added(table, table, same("id", "picture"), "pictures").largeObjects())
                .isEmpty();

        assertThat(findings)
                .allMatch(f -> f.severity() == Severity.STOPS && f.check() == Check.LARGE_OBJECT)
                .extracting(Finding::message)
                .containsExactly(
                        "column picture, which the plan names under `large-objects`, is of type bytea in old: only oid and lo stand"
                                + " for large objects.",
                        "has no column pictures in old, which the plan names under `large-objects`.");
    }

    @Test
    void a_number_that_changes_on_its_way_stands_for_nothing() {
        Image there = image(MappedColumn.same("id"), new MappedColumn("picture", new Expression.Sql("t.picture")));

        added(
                photo("id integer", "picture oid"),
                photo("id integer", "picture oid"),
                new Mapping(1, Optional.of(there), Optional.empty()),
                "picture");

        assertThat(findings).singleElement().satisfies(f -> {
            assertThat(f.severity()).isEqualTo(Severity.STOPS);
            assertThat(f.message()).contains("an object keeps its number");
        });
    }

    private TablePlan added(TableDefinition old, TableDefinition target, Mapping mapping, String column) {
        Entry entry = new Entry(
                PHOTO,
                Optional.empty(),
                Optional.empty(),
                ExistingRows.REFUSE,
                CaptureMode.AUTOMATIC,
                TableMapping.NONE,
                List.of(column));
        InspectedTable pair = new InspectedTable(old, target, ExistingRows.REFUSE);
        TablePlan plan = new TablePlan(1, PHOTO, PHOTO, mapping, ExistingRows.REFUSE, CaptureMode.AUTOMATIC);
        return new LargeObjectColumns(List.of(entry), List.of(pair), findings).addTo(plan);
    }

    private static Mapping same(String... columns) {
        return Mapping.same(List.of("id"), List.of(columns));
    }

    private static Image image(MappedColumn... columns) {
        return new Image(List.of("id"), List.of("id"), List.of(columns), List.of(), Optional.empty());
    }

    private static TableDefinition photo(String... columns) {
        List<Column> all = Stream.of(columns)
                .map(c -> c.split(" ", 2))
                .map(c -> new Column(c[0], c[1], true, Origin.WRITTEN, false))
                .toList();
        return new TableDefinition(PHOTO, Kind.ORDINARY, all, List.of(), List.of(), new Size(0, 0));
    }
}
