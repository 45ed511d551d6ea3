package dev.theseus.jdbc.testing;

import dev.theseus.domain.database.TableName;
import dev.theseus.domain.mapping.Expression;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.mapping.Join;
import dev.theseus.domain.mapping.MappedColumn;
import dev.theseus.domain.mapping.Mapping;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.plan.TablePlan.CaptureMode;
import dev.theseus.domain.plan.TablePlan.ExistingRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes mappings of tables of the schema public down in few words. */
public final class Mappings {

    private Mappings() {}

    public static TablePlan plan(
            int number, String old, String target, Optional<Image> forward, Optional<Image> reverse) {
        return new TablePlan(
                number,
                new TableName("public", old),
                new TableName("public", target),
                new Mapping(1, forward, reverse),
                ExistingRows.REFUSE,
                CaptureMode.AUTOMATIC);
    }

    /** @param columns each as {@code name}, {@code name<column} or {@code name=expression} */
    public static Image image(String sourceKey, String targetKey, String... columns) {
        return image(sourceKey, targetKey, List.of(), columns);
    }

    public static Image image(String sourceKey, String targetKey, List<Join> joins, String... columns) {
        List<MappedColumn> mapped = new ArrayList<>();
        for (String column : columns) {
            mapped.add(column(column));
        }
        return new Image(List.of(sourceKey.split(",")), List.of(targetKey.split(",")), mapped, joins, Optional.empty());
    }

    private static MappedColumn column(String column) {
        int equals = column.indexOf('=');
        int from = column.indexOf('<');
        if (from > 0 && (equals < 0 || from < equals)) {
            return new MappedColumn(column.substring(0, from), new Expression.Same(column.substring(from + 1)));
        }
        return equals < 0
                ? MappedColumn.same(column)
                : new MappedColumn(column.substring(0, equals), new Expression.Sql(column.substring(equals + 1)));
    }

    public static Join join(String alias, String table, String on) {
        return new Join(alias, new TableName("public", table), List.of(on));
    }
}
