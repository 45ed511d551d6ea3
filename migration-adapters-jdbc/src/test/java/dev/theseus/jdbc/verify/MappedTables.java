package dev.theseus.jdbc.verify;

import dev.theseus.domain.database.Direction;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.mapping.Expression;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.mapping.Join;
import dev.theseus.domain.mapping.MappedColumn;
import dev.theseus.domain.mapping.Mapping;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.plan.TablePlan.CaptureMode;
import dev.theseus.domain.plan.TablePlan.ExistingRows;
import dev.theseus.domain.throttle.Rest;
import dev.theseus.domain.verification.Divergence;
import dev.theseus.domain.verification.TableComparison;
import dev.theseus.jdbc.capture.PgCapture;
import dev.theseus.jdbc.comparison.RowByRowComparison;
import dev.theseus.jdbc.comparison.RowByRowResult;
import dev.theseus.jdbc.testing.TestDatabases;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tables that look different on both sides, compared in both directions while no relay works. */
public record MappedTables(TestDatabases databases) {

    static MappedTables of(TestDatabases databases) throws SQLException {
        databases.old(PgCapture.ddl(Side.OLD));
        databases.target(PgCapture.ddl(Side.NEW));
        return new MappedTables(databases);
    }

    public static TablePlan plan(int number, String old, String target, Optional<Image> forward, Optional<Image> reverse) {
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

    static MappedColumn column(String column) {
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

    TableComparison compare(TablePlan plan, Direction direction) throws InterruptedException {
        StandingRelay standing = new StandingRelay();
        Repairs repairs = new Repairs(PgCapture.log(databases.on(direction.source())), standing, standing);
        return new PgVerification(
                        new TablePair.Ground(databases.on(Side.OLD), databases.on(Side.NEW), direction),
                        repairs,
                        ComparedTable.SETTINGS,
                        ComparedTable.resting(Rest.NONE))
                .verify(List.of(plan), one -> {})
                .tables()
                .getFirst();
    }

    /** What differs, without digests; the log is emptied first, since what was found once stands in it. */
    List<Divergence> differences(TablePlan plan, Direction direction) throws Exception {
        forget();
        return compare(plan, direction).examples().stream()
                .map(Divergence::withoutDigests)
                .toList();
    }

    RowByRowResult independently(TablePlan plan, Direction direction) {
        return new RowByRowComparison(databases.on(Side.OLD), databases.on(Side.NEW)).compare(plan, direction);
    }

    void forget() throws SQLException {
        databases.both("TRUNCATE theseus.change_log, theseus.set_aside");
    }
}
