package dev.theseus.app.plan;

import dev.theseus.domain.database.Column;
import dev.theseus.domain.database.TableDefinition;
import dev.theseus.domain.inspection.TypeFit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A guess at how a table's rows change on their way, for a person to complete: what has no counterpart of the same name
 * is taken for renamed where a name and type come near, else for dropped or added.
 */
record MappingProposal(TableDefinition old, TableDefinition target) {

    /** Lines as they would stand below the table in a plan; none where rows look the same on both sides. */
    List<String> lines() {
        List<Column> added = target.columns().stream()
                .filter(c -> c.isCarried() && old.column(c.name()).isEmpty())
                .toList();
        List<Column> gone = new ArrayList<>(old.columns().stream()
                .filter(c -> c.isCarried() && target.column(c.name()).isEmpty())
                .toList());
        List<String> columns = new ArrayList<>();
        List<String> loses = new ArrayList<>();
        old.columns().forEach(c -> target.column(c.name()).ifPresent(there -> changed(c, there, columns)));
        for (Column column : added) {
            Optional<Column> renamed = renamed(column, gone);
            renamed.ifPresent(gone::remove);
            if (renamed.isPresent()) {
                columns.add(YamlText.of(column.name()) + ": "
                        + YamlText.of(renamed.get().name()));
            } else if (column.nullable() || column.hasDefault()) {
                loses.add(column.name());
            } else {
                columns.add(YamlText.of(column.name()) + ": { sql: … }   # " + column.type() + ", made of t");
            }
        }
        return text(columns, gone.stream().map(Column::name).toList(), loses);
    }

    private static List<String> text(List<String> columns, List<String> drop, List<String> loses) {
        List<String> lines = new ArrayList<>();
        if (columns.isEmpty() && drop.isEmpty() && loses.isEmpty()) {
            return lines;
        }
        lines.add("a guess at the mapping; complete it and put it below the table:");
        if (!columns.isEmpty()) {
            lines.add("  columns:");
            columns.forEach(c -> lines.add("    " + c));
        }
        if (!drop.isEmpty()) {
            lines.add("  drop: " + YamlText.list(drop));
        }
        if (!loses.isEmpty()) {
            lines.add("  loses: " + YamlText.list(loses));
        }
        return lines;
    }

    private static void changed(Column from, Column there, List<String> columns) {
        if (!from.isCarried() || !there.isCarried()) {
            return;
        }
        String name = YamlText.of(there.name());
        if (TypeFit.of(from.type(), there.type()) == TypeFit.DIFFERENT) {
            boolean zone = from.type().startsWith("timestamp") && there.type().startsWith("timestamp");
            columns.add(
                    zone
                            ? name + ": { zone: UTC }   # the zone that old's times were meant in"
                            : name + ": { cast: " + YamlText.of(from.name()) + " }   # " + from.type() + " to "
                                    + there.type());
        } else if (from.nullable() && !there.nullable()) {
            columns.add(name + ": { default: '' }   # in place of NULL");
        }
    }

    private static Optional<Column> renamed(Column column, List<Column> gone) {
        List<String> fitting = gone.stream()
                .filter(g -> TypeFit.of(g.type(), column.type()) != TypeFit.DIFFERENT)
                .map(Column::name)
                .toList();
        List<String> within = fitting.stream()
                .filter(f -> column.name().contains(f) || f.contains(column.name()))
                .toList();
        return Optional.of(within)
                .filter(w -> w.size() == 1)
                .map(List::getFirst)
                .or(() -> Nearest.of(column.name(), fitting))
                .flatMap(n -> gone.stream().filter(g -> g.name().equals(n)).findFirst());
    }
}
