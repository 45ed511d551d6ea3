package dev.theseus.jdbc.verify;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.postgres.KeyMatch;
import dev.theseus.jdbc.postgres.PgColumn;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.PgRelation;
import java.util.ArrayList;
import java.util.List;

/**
 * A planned table on both sides, ready to be compared.
 *
 * @param plan of the table
 * @param old the table in the old database
 * @param target the table in the new database
 */
record TablePair(TablePlan plan, SideTable old, SideTable target) {

    static TablePair read(TablePlan plan, PgDatabase old, PgDatabase target, Digests digests, Attempts attempts)
            throws InterruptedException {
        TablePlan compared = ComputedColumns.added(plan, old, target, attempts);
        Half oldHalf = Half.read(compared, old, attempts);
        Half newHalf = Half.read(compared, target, attempts);
        List<ComparedColumn> columns = columns(oldHalf.relation.columns(), newHalf.relation.columns());
        List<ComparedColumn> key = columns(oldHalf.relation.key(), newHalf.relation.key());
        return new TablePair(
                plan, oldHalf.table(old, columns, key, digests), newHalf.table(target, columns, key, digests));
    }

    private static List<ComparedColumn> columns(List<PgColumn> old, List<PgColumn> target) {
        List<ComparedColumn> columns = new ArrayList<>();
        for (int i = 0; i < old.size(); i++) {
            columns.add(new ComparedColumn(old.get(i), target.get(i)));
        }
        return columns;
    }

    SideTable on(Side side) {
        return side == Side.OLD ? old : target;
    }

    /** Whether one row may have several texts for its key, so that the change log can't be asked by key. */
    boolean keyIsTextCanonical() {
        return old.relation().key().stream().allMatch(PgColumn::isTextCanonical)
                && target.relation().key().stream().allMatch(PgColumn::isTextCanonical);
    }

    private record Half(PgRelation relation, KeyMatch match) {

        static Half read(TablePlan plan, PgDatabase database, Attempts attempts) throws InterruptedException {
            return attempts.inTransaction(database, "read the shape of " + plan.on(database.side()), connection -> {
                PgRelation relation = PgRelation.read(connection, plan, database.side());
                return new Half(relation, KeyMatch.of(connection, relation));
            });
        }

        SideTable table(PgDatabase database, List<ComparedColumn> columns, List<ComparedColumn> key, Digests digests) {
            List<String> forms = digests.forms(database.side(), columns);
            return new SideTable(
                    database,
                    relation,
                    match,
                    columns.stream().map(ComparedColumn::name).toList(),
                    forms,
                    digests.row(forms),
                    digests.key(database.side(), key));
        }
    }
}
