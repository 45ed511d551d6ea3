package dev.theseus.domain.definition;

import dev.theseus.domain.database.Direction;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.mapping.Expression;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.mapping.Join;
import dev.theseus.domain.mapping.MappedColumn;
import dev.theseus.domain.plan.TablePlan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A table on one side whose definition a plan relies on.
 *
 * @param read the columns from which values are carried away
 * @param written the columns that values are carried into
 * @param key that tells rows apart; empty for a table that completes the rows of another one
 */
public record WatchedTable(Side side, TableName name, Reach read, Set<String> written, List<String> key) {

    /** Which columns are read. */
    public sealed interface Reach {

        boolean includes(String column);

        /** Both. */
        Reach and(Reach other);

        /** Those named. */
        record Columns(Set<String> names) implements Reach {
            public Columns {
                names = Set.copyOf(names);
            }

            @Override
            public boolean includes(String column) {
                return names.contains(column);
            }

            @Override
            public Reach and(Reach other) {
                return switch (other) {
                    case Columns columns -> {
                        Set<String> all = new HashSet<>(names);
                        all.addAll(columns.names());
                        yield new Columns(all);
                    }
                    case Everything everything -> everything;
                };
            }
        }

        /** Perhaps any: what an SQL expression or a mapping in Java speaks of is not known here. */
        record Everything() implements Reach {
            @Override
            public boolean includes(String column) {
                return true;
            }

            @Override
            public Reach and(Reach other) {
                return this;
            }
        }
    }

    public WatchedTable {
        written = Set.copyOf(written);
        key = List.copyOf(key);
    }

    /** The tables of one side that a table plan speaks of, its own first. */
    public static List<WatchedTable> of(TablePlan plan, Side side) {
        Direction away = side == Side.OLD ? Direction.FORWARD : Direction.REVERSE;
        Direction here = side == Side.OLD ? Direction.REVERSE : Direction.FORWARD;
        Optional<Image> leaving = plan.image(away);
        Optional<Image> coming = plan.image(here);
        List<WatchedTable> tables = new ArrayList<>();
        tables.add(new WatchedTable(
                side,
                plan.on(side),
                leaving.map(WatchedTable::read).orElse(new Reach.Columns(Set.of())),
                coming.map(i -> Set.copyOf(i.targetColumns())).orElse(Set.of()),
                leaving.map(Image::sourceKey)
                        .or(() -> coming.map(Image::targetKey))
                        .orElseThrow()));
        leaving.map(Image::joins).orElse(List.of()).stream()
                .map(j -> joined(side, j))
                .forEach(tables::add);
        return tables;
    }

    private static WatchedTable joined(Side side, Join join) {
        return new WatchedTable(side, join.table(), new Reach.Everything(), Set.of(), join.on());
    }

    private static Reach read(Image image) {
        if (image.filter().isPresent() || !image.joins().isEmpty()) {
            return new Reach.Everything();
        }
        Set<String> names = new HashSet<>(image.sourceKey());
        for (MappedColumn column : image.columns()) {
            switch (column.from()) {
                case Expression.Same same -> names.add(same.column());
                case Expression.Sql sql -> {
                    return new Reach.Everything();
                }
                case Expression.Java java -> {
                    return new Reach.Everything();
                }
            }
        }
        return new Reach.Columns(names);
    }

    /** The same table as two table plans speak of it. */
    public WatchedTable and(WatchedTable other) {
        Set<String> more = new HashSet<>(written);
        more.addAll(other.written);
        return new WatchedTable(side, name, read.and(other.read), more, key);
    }

    /** Whether values of a column travel, in either direction. */
    boolean carries(String column) {
        return read.includes(column) || written.contains(column) || key.contains(column);
    }
}
