package dev.theseus.jdbc.relay;

import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.Direction;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.PgRelation;
import dev.theseus.jdbc.postgres.PgStripes;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Spreads keys over the workers by their stripe, so that no two workers of a relay want the same lock. Where foreign
 * keys fire on the target, there is one lane: referenced rows must be there before those that refer to them. Safe for
 * several threads.
 */
final class Lanes {

    private final PgDatabase source;
    private final PgDatabase target;
    private final int workers;
    private final ForeignKeys foreignKeys;
    private final Map<TablePlan, PgStripes> stripes = new ConcurrentHashMap<>();

    Lanes(PgDatabase source, PgDatabase target, int workers) {
        this.source = source;
        this.target = target;
        this.workers = workers;
        this.foreignKeys = new ForeignKeys(target);
    }

    int count() {
        return switch (foreignKeys.firing()) {
            case SILENT -> workers;
            case FIRE -> 1;
        };
    }

    /** Between 0 and {@link #count()}, exclusive. */
    int of(TablePlan table, RowKey key, int lanes) {
        return stripes.computeIfAbsent(table, this::read).of(key) % lanes;
    }

    /** A table that can't be read is one lane; what is wrong with it shows when its keys are applied. */
    private PgStripes read(TablePlan table) {
        try {
            PgRelation from = source.inTransaction(
                    "read the shape of " + table.on(source.side()),
                    c -> PgRelation.source(c, table, Direction.from(source.side())));
            PgRelation into = target.inTransaction(
                    "read the shape of " + table.on(target.side()),
                    c -> PgRelation.target(c, table, Direction.from(source.side())));
            return PgStripes.of(table.number(), from, into);
        } catch (DatabaseRefused e) {
            return new PgStripes(table.number(), PgStripes.Grain.BY_TABLE);
        }
    }
}
