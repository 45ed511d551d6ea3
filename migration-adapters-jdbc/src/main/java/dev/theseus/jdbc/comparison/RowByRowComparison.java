package dev.theseus.jdbc.comparison;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.verification.Divergence;
import dev.theseus.domain.verification.Divergence.Kind;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.PgErrors;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares tables of two databases at rest: all rows of both sides in the order of their keys, value by value, as the
 * servers print them. It is slow and simple, reads every value, and shares neither code nor SQL with the verification
 * that it judges. While somebody writes it reports what lags as different. Memory is bounded by the largest row of each
 * side. Safe for several threads.
 */
public final class RowByRowComparison {

    private final PgDatabase old;
    private final PgDatabase target;

    public RowByRowComparison(PgDatabase old, PgDatabase target) {
        this.old = old;
        this.target = target;
    }

    /**
     * Compares the carried columns of one table.
     *
     * @throws dev.theseus.domain.database.DatabaseUnavailable if a server went away; to be repeated
     * @throws dev.theseus.domain.database.DatabaseRefused if the table can't be read
     */
    public RowByRowResult compare(TablePlan plan) {
        try (SortedRows oldRows = open(old, plan);
                SortedRows newRows = open(target, plan)) {
            return new Walk(plan, oldRows, newRows).toTheEnd();
        } catch (SQLException e) {
            throw PgErrors.translate(Side.OLD, "close a reading of " + plan.old(), e);
        }
    }

    private static SortedRows open(PgDatabase database, TablePlan plan) {
        try {
            return SortedRows.open(database, plan);
        } catch (SQLException e) {
            throw PgErrors.translate(database.side(), "read " + plan.on(database.side()) + " in order", e);
        }
    }

    /** Both sides in step. */
    private static final class Walk {

        private final TablePlan plan;
        private final SortedRows oldRows;
        private final SortedRows newRows;
        private final List<Divergence> first = new ArrayList<>();
        private long missing;
        private long extra;
        private long different;

        Walk(TablePlan plan, SortedRows oldRows, SortedRows newRows) {
            this.plan = plan;
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
                keep(new Divergence(onOld.key(), Kind.DIFFERENT, onOld.differences(onNew, plan.columns())));
            }
        }

        private void keep(Divergence divergence) {
            if (first.size() < RowByRowResult.MAXIMUM_FIRST) {
                first.add(divergence);
            }
        }
    }
}
