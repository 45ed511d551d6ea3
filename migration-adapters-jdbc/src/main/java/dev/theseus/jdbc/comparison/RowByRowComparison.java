package dev.theseus.jdbc.comparison;

import dev.theseus.domain.database.Direction;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.verification.Divergence;
import dev.theseus.domain.verification.Divergence.Kind;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.PgErrors;
import dev.theseus.jdbc.postgres.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares tables of two databases at rest: all rows of both sides in the order of their keys, value by value, as the
 * servers print them. It is slow and simple, reads every value, and shares neither code nor SQL with the verification
 * that it judges; what a mapping says it writes down anew. While somebody writes it reports what lags as different.
 * Memory is bounded by the largest row of each side. Safe for several threads.
 */
public final class RowByRowComparison {

    private final PgDatabase old;
    private final PgDatabase target;

    public RowByRowComparison(PgDatabase old, PgDatabase target) {
        this.old = old;
        this.target = target;
    }

    /**
     * Compares the carried columns of one table: what old's rows look like on new with what stands there.
     *
     * @throws dev.theseus.domain.database.DatabaseUnavailable if a server went away; to be repeated
     * @throws dev.theseus.domain.database.DatabaseRefused if the table can't be read
     */
    public RowByRowResult compare(TablePlan plan) {
        return compare(plan, Direction.FORWARD);
    }

    /**
     * Compares what the rows of the side with authority look like on the other one with what stands there. Columns that
     * have no way in this direction, or are declared losses, are left out.
     *
     * @throws dev.theseus.domain.database.DatabaseUnavailable if a server went away; to be repeated
     * @throws dev.theseus.domain.database.DatabaseRefused if the table can't be read
     * @throws IllegalArgumentException if the plan carries no rows in this direction
     */
    public RowByRowResult compare(TablePlan plan, Direction direction) {
        Image image = plan.image(direction)
                .orElseThrow(() -> new IllegalArgumentException(
                        "Table plan " + plan.number() + " of " + plan.old() + " carries no rows " + direction));
        try (SortedRows oldRows = open(old, plan, direction, image);
                SortedRows newRows = open(target, plan, direction, image)) {
            return new Walk(plan, PrintedRows.compared(image), oldRows, newRows).toTheEnd();
        } catch (SQLException e) {
            throw PgErrors.translate(Side.OLD, "close a reading of " + plan.old(), e);
        }
    }

    private SortedRows open(PgDatabase database, TablePlan plan, Direction direction, Image image) {
        try {
            return SortedRows.open(database, printed(database.side(), plan, direction, image));
        } catch (SQLException e) {
            throw PgErrors.translate(database.side(), "read " + plan.on(database.side()) + " in order", e);
        }
    }

    private PrintedRows printed(Side side, TablePlan plan, Direction direction, Image image) {
        String relation = Sql.quoted(plan.on(side));
        if (image.isSame() || side != direction.source()) {
            return PrintedRows.asTheyAre(relation, image);
        }
        Side other = side.other();
        return PrintedRows.mapped(
                relation, image, ColumnType.of(on(side), plan.on(side)), ColumnType.of(on(other), plan.on(other)));
    }

    private PgDatabase on(Side side) {
        return side == Side.OLD ? old : target;
    }

    /** Both sides in step. */
    private static final class Walk {

        private final TablePlan plan;
        private final List<String> columns;
        private final SortedRows oldRows;
        private final SortedRows newRows;
        private final List<Divergence> first = new ArrayList<>();
        private long missing;
        private long extra;
        private long different;

        Walk(TablePlan plan, List<String> columns, SortedRows oldRows, SortedRows newRows) {
            this.plan = plan;
            this.columns = columns;
            this.oldRows = oldRows;
            this.newRows = newRows;
        }

        RowByRowResult toTheEnd() {
            RowLine onOld = next(oldRows, Side.OLD);
            RowLine onNew = next(newRows, Side.NEW);
            while (onOld != null || onNew != null) {
                int order = order(onOld, onNew);
                note(order, onOld, onNew);
                onOld = order <= 0 ? next(oldRows, Side.OLD) : onOld;
                onNew = order >= 0 ? next(newRows, Side.NEW) : onNew;
            }
            return new RowByRowResult(plan.old(), oldRows.count(), newRows.count(), missing, extra, different, first);
        }

        private @Nullable RowLine next(SortedRows rows, Side side) {
            try {
                return rows.next();
            } catch (SQLException e) {
                throw PgErrors.translate(side, "read " + plan.on(side) + " in order", e);
            }
        }

        /** Negative if the row of old comes first, positive if that of new does, 0 if it is the same key. */
        private static int order(@Nullable RowLine onOld, @Nullable RowLine onNew) {
            if (onOld == null) {
                return 1;
            }
            return onNew == null ? -1 : onOld.compareKey(onNew);
        }

        private void note(int order, @Nullable RowLine onOld, @Nullable RowLine onNew) {
            if (order < 0 && onOld != null) {
                missing++;
                keep(new Divergence(onOld.key(), Kind.MISSING_ON_NEW, List.of()));
            } else if (order > 0 && onNew != null) {
                extra++;
                keep(new Divergence(onNew.key(), Kind.EXTRA_ON_NEW, List.of()));
            } else if (onOld != null && onNew != null && !onOld.isSame(onNew)) {
                different++;
                keep(new Divergence(onOld.key(), Kind.DIFFERENT, onOld.differences(onNew, columns)));
            }
        }

        private void keep(Divergence divergence) {
            if (first.size() < RowByRowResult.MAXIMUM_FIRST) {
                first.add(divergence);
            }
        }
    }
}
