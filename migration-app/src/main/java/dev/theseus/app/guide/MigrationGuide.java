package dev.theseus.app.guide;

import dev.theseus.app.guide.Block.Cell;
import dev.theseus.app.mapping.ColumnRule;
import dev.theseus.app.mapping.TableMapping;
import dev.theseus.domain.database.Column;
import dev.theseus.domain.database.Direction;
import dev.theseus.domain.database.TableDefinition;
import dev.theseus.domain.inspection.RowExamples;
import dev.theseus.domain.inspection.RowExamples.Row;
import dev.theseus.domain.inspection.RowExamples.Value;
import dev.theseus.domain.keymap.KeyMap;
import dev.theseus.domain.mapping.Expression;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.mapping.Join;
import dev.theseus.domain.mapping.MappedColumn;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.rowmapping.MappedLines;
import dev.theseus.jdbc.rowmapping.UnmappableRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a migration changes for developers.
 *
 * @param migration its name
 * @param tables all that are carried, in the plan's order
 * @param keyMaps of rows that get other keys
 * @param examples computes what becomes of made-up rows
 */
public record MigrationGuide(String migration, List<GuidedTable> tables, List<KeyMap> keyMaps, RowExamples examples) {

    /**
     * A table plan with what both catalogues say.
     *
     * @param says what the plan file says of the mapping
     * @param tried the table plan as examples can be computed before there are key maps
     */
    public record GuidedTable(
            TablePlan plan, TableDefinition old, TableDefinition target, TableMapping says, TablePlan tried) {
        boolean changes() {
            return !plan.mapping().isSame() || !plan.old().equals(plan.target());
        }

        String name() {
            return plan.old() + " -> " + plan.target();
        }
    }

    public MigrationGuide {
        tables = List.copyOf(tables);
        keyMaps = List.copyOf(keyMaps);
    }

    public String markdown() {
        return MarkdownText.of(blocks());
    }

    public String html() {
        return HtmlText.of(title(), blocks());
    }

    private String title() {
        return "Migration guide: " + migration;
    }

    private List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Heading(1, title()));
        blocks.add(new Block.Paragraph("What changes for code that reads and writes these tables. Rows shown here are "
                + "made up. \"Old\" is the database that the service moves from, \"new\" the one that it moves to."));
        blocks.add(new Block.Heading(2, "Tables"));
        blocks.add(new Block.Grid(
                List.of("old", "new", "key in old", "key in new", "what changes"),
                tables.stream().map(MigrationGuide::overview).toList()));
        keys(blocks);
        tables.forEach(t -> table(t, blocks));
        blocks.add(new Block.Heading(2, "Consistency"));
        blocks.add(new Block.Items(new ConsistencyNotes(tables).items()));
        return blocks;
    }

    private void keys(List<Block> blocks) {
        if (keyMaps.isEmpty()) {
            return;
        }
        blocks.add(new Block.Heading(2, "Keys"));
        blocks.add(
                new Block.Paragraph("Rows of these tables have another key in new. Which one goes with which stands in "
                        + "both databases, also of rows that were deleted and after the migration. A row that is born in new gets its "
                        + "key there by itself."));
        blocks.add(new Block.Grid(
                List.of("key in old", "key in new", "which is which"),
                keyMaps.stream()
                        .map(m -> List.of(
                                Cell.code(m.old().table() + "." + m.old().column()),
                                Cell.code(m.target().table() + "." + m.target().column()),
                                Cell.code(m.table() + " (" + KeyMap.OLD_ID + ", " + KeyMap.NEW_ID + ")")))
                        .toList()));
    }

    private static List<Cell> overview(GuidedTable table) {
        Optional<Image> there = table.plan().mapping().forward();
        Optional<Image> back = table.plan().mapping().reverse();
        return List.of(
                Cell.code(table.plan().old().toString()),
                Cell.code(table.plan().target().toString()),
                Cell.code(String.join(", ", table.plan().key())),
                Cell.code(String.join(
                        ", ",
                        there.map(Image::targetKey)
                                .or(() -> back.map(Image::sourceKey))
                                .orElse(List.of()))),
                Cell.plain(what(table, there, back)));
    }

    private static String what(GuidedTable table, Optional<Image> there, Optional<Image> back) {
        if (!table.changes()) {
            return "nothing";
        }
        if (there.isEmpty()) {
            return "its rows become part of others";
        }
        if (back.isEmpty()) {
            return "holds a part of each row";
        }
        if (!there.get().joins().isEmpty()) {
            return "made of several tables";
        }
        return back.get().joins().isEmpty() ? "columns" : "split";
    }

    private void table(GuidedTable table, List<Block> blocks) {
        if (!table.changes()) {
            return;
        }
        blocks.add(new Block.Heading(2, table.name()));
        table.says()
                .java()
                .ifPresent(
                        j -> blocks.add(new Block.Paragraph("Rows are made by a mapping in Java, and led back by it: "
                                + j + ", version " + table.plan().mapping().version()
                                + ". Code that needs a row in the other database's words can call it.")));
        table.plan().mapping().forward().ifPresent(image -> {
            blocks.add(new Block.Heading(3, "Columns of " + table.plan().target() + " in new"));
            blocks.add(new Block.Grid(
                    List.of("column", "type", "required", "made of"),
                    table.target().columns().stream()
                            .map(c -> column(c, madeInNew(table, image, c.name()), "its default in new"))
                            .toList()));
            image.filter()
                    .ifPresent(f -> blocks.add(
                            new Block.Paragraph("Only rows of old have one in new for which this holds: " + f)));
        });
        table.plan().mapping().reverse().ifPresent(image -> {
            blocks.add(new Block.Heading(3, "Columns of " + table.plan().old() + " in old"));
            blocks.add(new Block.Grid(
                    List.of("column", "type", "required", "made of, on the way back"),
                    table.old().columns().stream()
                            .map(c -> column(c, madeInOld(table, image, c.name()), "not written: it stays as it was"))
                            .toList()));
            image.filter()
                    .ifPresent(f -> blocks.add(
                            new Block.Paragraph("Only rows of new have one in old for which this holds: " + f)));
        });
        losses(table, blocks);
        example(table, blocks);
        statements(table, blocks);
    }

    private static List<Cell> column(Column column, Optional<Cell> made, String otherwise) {
        return List.of(
                Cell.code(column.name()),
                Cell.code(column.type()),
                Cell.plain(column.nullable() ? "" : column.hasDefault() ? "has a default" : "yes"),
                made.orElse(Cell.plain(column.isCarried() ? otherwise : "computed by the server")));
    }

    private static Optional<Expression> expression(Image image, String column) {
        return image.columns().stream()
                .filter(c -> c.name().equals(column))
                .map(MappedColumn::from)
                .findFirst();
    }

    private Optional<Cell> madeInNew(GuidedTable table, Image image, String column) {
        return tables.stream()
                .filter(t -> t.plan().target().equals(table.plan().target()))
                .flatMap(t -> Optional.ofNullable(t.says().columns().get(column)).stream())
                .findFirst()
                .map(RuleText::there)
                .or(() -> expression(image, column).map(RuleText::expression));
    }

    private Optional<Cell> madeInOld(GuidedTable table, Image image, String column) {
        Optional<Expression> from = expression(image, column);
        boolean said = tables.stream().anyMatch(t -> t.says().back().containsKey(column));
        return from.isEmpty() || said
                ? from.map(RuleText::expression)
                : lookup(table, column).map(Cell::plain).or(() -> from.map(RuleText::expression));
    }

    private Optional<String> lookup(GuidedTable table, String column) {
        return tables.stream()
                .filter(t -> t.plan().old().equals(table.plan().old()))
                .flatMap(t -> t.says().columns().entrySet().stream())
                .filter(e -> e.getValue() instanceof ColumnRule.Lookup l
                        && l.column().equals(column))
                .map(e -> RuleText.inverse(e.getKey(), (ColumnRule.Lookup) e.getValue()))
                .findFirst();
    }

    private static void losses(GuidedTable table, List<Block> blocks) {
        List<String> items = new ArrayList<>();
        table.says().drop().forEach(c -> items.add("Column " + c + " of old is not kept in new."));
        table.says()
                .loses()
                .forEach(
                        c -> items.add("What stands in column " + c + " may be lost by a rollback after the cutover."));
        if (!items.isEmpty()) {
            blocks.add(new Block.Heading(3, "What is lost"));
            blocks.add(new Block.Items(items));
        }
    }

    private void example(GuidedTable table, List<Block> blocks) {
        table.tried().mapping().forward().ifPresent(image -> {
            List<Row> rows = rows(table, image);
            blocks.add(new Block.Heading(3, "A made-up row"));
            blocks.add(values("column in old", rows.getFirst().values()));
            blocks.add(madeInNew(image, rows));
        });
    }

    private Block madeInNew(Image image, List<Row> rows) {
        if (image.java().isEmpty()) {
            return values(
                    "column in new",
                    image.columns().stream()
                            .map(c -> new Value(c.name(), "", examples.value(c.from(), rows)))
                            .toList());
        }
        try {
            Map<String, Optional<String>> made = MappedLines.of(image, Direction.FORWARD)
                    .map(rows.getFirst().values().stream().collect(Collectors.toMap(Value::column, Value::text)));
            return values(
                    "column in new",
                    image.targetColumns().stream()
                            .map(c -> new Value(c, "", made.getOrDefault(c, Optional.empty())))
                            .toList());
        } catch (UnmappableRow e) {
            return new Block.Paragraph("The mapping has no row in new for one that is made up like this.");
        }
    }

    private List<Row> rows(GuidedTable table, Image image) {
        List<Row> rows = new ArrayList<>();
        List<ColumnRule> rules = tables.stream()
                .filter(t -> t.plan().old().equals(table.plan().old()))
                .flatMap(t -> t.says().columns().values().stream())
                .toList();
        rows.add(new Row(Image.SOURCE, new MadeUpRow(table.old(), rules).values()));
        for (Join join : image.joins()) {
            tables.stream()
                    .filter(t -> t.plan().old().equals(join.table()))
                    .findFirst()
                    .ifPresent(t -> rows.add(new Row(
                            join.alias(),
                            new MadeUpRow(t.old(), t.says().columns().values()).values())));
        }
        return rows;
    }

    private static Block values(String head, List<Value> values) {
        return new Block.Grid(
                List.of(head, "value"),
                values.stream()
                        .map(v -> List.of(
                                Cell.code(v.column()), v.text().map(Cell::code).orElse(Cell.plain("NULL"))))
                        .toList());
    }

    private static void statements(GuidedTable table, List<Block> blocks) {
        blocks.add(new Block.Heading(3, "Statements"));
        table.plan().mapping().reverse().ifPresent(back -> {
            List<String> columns =
                    table.old().columns().stream().map(Column::name).toList();
            blocks.add(new Block.Paragraph("Before, in old:"));
            blocks.add(new Block.Statement(Statements.select(table.plan().old(), columns, back.targetKey())));
            if (back.java().isEmpty()) {
                blocks.add(new Block.Paragraph("The same, read from new:"));
                blocks.add(
                        new Block.Statement(Statements.inOtherWords(table.plan().target(), back)));
            }
        });
        table.plan().mapping().forward().ifPresent(there -> {
            blocks.add(new Block.Paragraph("After, in new:"));
            blocks.add(new Block.Statement(
                    Statements.select(table.plan().target(), there.targetColumns(), there.targetKey())));
            blocks.add(new Block.Statement(Statements.insert(table.plan().target(), there.targetColumns())));
        });
    }
}
