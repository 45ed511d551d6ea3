package dev.theseus.jdbc.verify;

import dev.theseus.domain.database.Direction;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.mapping.Expression;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.mapping.MappedColumn;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.postgres.KeyMatch;
import dev.theseus.jdbc.postgres.PgColumn;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.PgRelation;
import dev.theseus.jdbc.verify.ComparedColumn.Way;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * A planned table on both sides, ready to be compared: what the side with authority says its rows look like on the
 * other one, and the rows that stand there.
 *
 * @param plan of the table
 * @param direction in which rows travel
 * @param old the table in the old database
 * @param target the table in the new database
 * @param keys which row of the one is which of the other
 */
record TablePair(TablePlan plan, Direction direction, SideTable old, SideTable target, RowKeys keys) {

    /** Where a table is looked at. */
    record Ground(PgDatabase old, PgDatabase target, Direction direction) {
        PgDatabase on(Side side) {
            return side == Side.OLD ? old : target;
        }

        PgDatabase source() {
            return on(direction.source());
        }

        PgDatabase sink() {
            return on(direction.target());
        }
    }

    /** @throws IllegalArgumentException if the plan carries no rows in this direction */
    static TablePair read(TablePlan plan, Ground ground, Digests digests, Attempts attempts)
            throws InterruptedException {
        return read(plan, NotMapped.NONE, ground, digests, attempts);
    }

    /** @param notMapped rows of the source that are read as if they were not there */
    static TablePair read(TablePlan plan, NotMapped notMapped, Ground ground, Digests digests, Attempts attempts)
            throws InterruptedException {
        Direction direction = ground.direction();
        boolean inJava = plan.image(direction).flatMap(Image::java).isPresent();
        TablePlan whole = inJava ? plan : ComputedColumns.added(plan, ground, attempts);
        TablePlan compared = notMapped.leftOutOf(whole, direction);
        Image image = compared.image(direction).orElseThrow();
        Half source = Half.read(compared, ground.source(), attempts, c -> PgRelation.source(c, compared, direction));
        Half sink = Half.read(compared, ground.sink(), attempts, c -> PgRelation.target(c, compared, direction));
        Half old = direction == Direction.FORWARD ? source : sink;
        Half target = direction == Direction.FORWARD ? sink : source;
        Columns columns = inJava
                ? new Columns(image, direction, sink.relation, sink.relation)
                : new Columns(image, direction, old.relation, target.relation);
        Optional<MadeRows> made = inJava
                ? Optional.of(new MadeRows(
                        ground.source(),
                        source.relation,
                        source.match,
                        ground.sink(),
                        sink.relation,
                        sink.match,
                        attempts))
                : Optional.empty();
        SideTable oldTable =
                old.table(ground.old(), columns, digests, direction == Direction.FORWARD ? made : Optional.empty());
        SideTable newTable = target.table(
                ground.target(), columns, digests, direction == Direction.REVERSE ? made : Optional.empty());
        // of a row that is left out it has to be known still which one of the sink it is
        RowKeys keys = RowKeys.of(
                whole,
                ground,
                direction == Direction.FORWARD ? oldTable : newTable,
                direction == Direction.FORWARD ? newTable : oldTable,
                attempts);
        return new TablePair(plan, direction, oldTable, newTable, keys);
    }

    SideTable on(Side side) {
        return side == Side.OLD ? old : target;
    }

    /** The table whose changes are followed. */
    SideTable source() {
        return on(direction.source());
    }

    /** The table that is written to. */
    SideTable sink() {
        return on(direction.target());
    }

    /** Whether rows look different on both sides. */
    boolean isMapped() {
        return !plan.image(direction).map(Image::isSame).orElse(true);
    }

    /** Whether one row may have several texts for its key, so that the change log can't be asked by key. */
    boolean keyIsTextCanonical() {
        return old.relation().key().stream().allMatch(PgColumn::isTextCanonical)
                && target.relation().key().stream().allMatch(PgColumn::isTextCanonical);
    }

    /** The columns of both sides, by the names of the side that is written to. */
    private record Columns(Image image, Direction direction, PgRelation old, PgRelation target) {

        List<ComparedColumn> all() {
            return image.comparedColumns().stream()
                    .map(MappedColumn::name)
                    .map(this::column)
                    .toList();
        }

        List<ComparedColumn> key() {
            return image.targetKey().stream().map(this::column).toList();
        }

        /** What is the same on both sides is compared in new's words, whichever way it travels. */
        private ComparedColumn column(String name) {
            Side words = image.isSame() ? Side.NEW : direction.target();
            Way way = image.column(name).from() instanceof Expression.Sql ? Way.COMPUTED : Way.CARRIED;
            return new ComparedColumn(named(old, name), named(target, name), words, way);
        }

        private static PgColumn named(PgRelation relation, String name) {
            return relation.columns().stream()
                    .filter(c -> c.name().equals(name))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private record Half(PgRelation relation, KeyMatch match) {

        static Half read(TablePlan plan, PgDatabase database, Attempts attempts, ShapeReading reading)
                throws InterruptedException {
            return attempts.inTransaction(database, "read the shape of " + plan.on(database.side()), connection -> {
                PgRelation relation = reading.of(connection);
                return new Half(relation, KeyMatch.of(connection, relation));
            });
        }

        SideTable table(PgDatabase database, Columns columns, Digests digests, Optional<MadeRows> made) {
            List<ComparedColumn> all = columns.all();
            List<String> forms = digests.forms(database.side(), all);
            return new SideTable(
                    database,
                    relation,
                    match,
                    all.stream().map(ComparedColumn::name).toList(),
                    forms,
                    digests.row(forms),
                    digests.key(database.side(), columns.key()),
                    columns.image().isSame() ? relation.keyText("t") : digests.keyText(database.side(), columns.key()),
                    made);
        }
    }

    @FunctionalInterface
    private interface ShapeReading {
        PgRelation of(Connection connection) throws SQLException;
    }
}
