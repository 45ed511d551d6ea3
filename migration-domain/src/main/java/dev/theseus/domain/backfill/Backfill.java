package dev.theseus.domain.backfill;

import dev.theseus.domain.database.TableName;
import dev.theseus.domain.plan.Plan;
import dev.theseus.domain.plan.TablePlan;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Copies whole tables, parallel over chunks and tables, resuming whatever was begun. */
public interface Backfill {

    /**
     * Copies the tables, in the order given, until all are complete. A table that is complete already is reported at
     * once. Servers that go away are waited for.
     *
     * @param tables to copy
     * @param copied called once for each table of old when all its rows are there, from any thread: if it is split,
     *     when all its table plans are complete; if it is joined to another, with that one
     * @throws dev.theseus.domain.database.DatabaseRefused if a table can't be copied
     * @throws InterruptedException if the calling thread was interrupted; open chunks were rolled back
     */
    void copy(Plan plan, List<TablePlan> tables, Consumer<TableCopied> copied) throws InterruptedException;

    /** How far each table is; cheap enough to be asked twice a second. */
    Map<TableName, CopyProgress> progress();

    /** The share of the bytes of all tables that is covered, 0 to 1; as cheap as {@link #progress}. */
    double covered();

    /**
     * @param table the table in the old database
     * @param progress its final figures
     */
    record TableCopied(TableName table, CopyProgress progress) {}
}
