package dev.theseus.jdbc.critical;

import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.critical.SourceWrite.Place;
import dev.theseus.jdbc.postgres.PgStripes;
import dev.theseus.jdbc.postgres.Run;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The images of all rows of one write, before and after its work, and what is checked with them.
 *
 * @param place where it is made
 * @param session in its transaction
 * @param entry of the journal
 * @param rows that were named
 */
record WriteImages(Place place, Connection session, Journal.Entry entry, RowsOf rows) {

    /** Whether the work changed a row. */
    enum Changes {
        SOME,
        NONE
    }

    /**
     * With settings of ours.
     *
     * @param ordered the rows, in the order in which everybody holds them
     */
    void before(List<Map.Entry<TablePlan, Set<RowKey>>> ordered) throws SQLException {
        for (Map.Entry<TablePlan, Set<RowKey>> table : ordered) {
            images(table.getKey()).hold(session, table.getValue());
        }
        int number = 0;
        for (Map.Entry<TablePlan, Set<RowKey>> table : rows.tables().entrySet()) {
            images(table.getKey()).keepBefore(session, entry.id(), number++, table.getValue());
        }
    }

    /** Leaves settings of ours behind: nothing but the commit follows. */
    Changes after(CriticalLimits limits) throws SQLException {
        // what is deferred to the commit may change rows, and must do so before they are looked at
        Run.sql(session, "SET CONSTRAINTS ALL IMMEDIATE");
        OwnSettings.enter(session, limits.lock());
        Undeclared undeclared = new Undeclared(session, entry);
        undeclared.requireSameTransaction();
        undeclared.requireNone(place.allTables(), looselyKeyed());
        for (TablePlan table : rows.tables().keySet()) {
            images(table).keepAfter(session, entry.id());
        }
        Changes changes = undeclared.noteChanged();
        switch (changes) {
            case SOME -> Journal.lease(session, entry.id(), limits.lease());
            case NONE -> Journal.confirmAndForget(session, entry.id());
        }
        return changes;
    }

    private RowImages images(TablePlan table) throws SQLException {
        return new RowImages(place.way().shape(session, table));
    }

    private List<TablePlan> looselyKeyed() throws SQLException {
        List<TablePlan> loose = new ArrayList<>();
        for (TablePlan table : rows.tables().keySet()) {
            if (place.way().shape(session, table).grain() == PgStripes.Grain.BY_TABLE) {
                loose.add(table);
            }
        }
        return loose;
    }
}
