package dev.theseus.jdbc.mariadb;

import dev.theseus.domain.backfill.Backfill;
import dev.theseus.domain.backfill.ChunkCopy;
import dev.theseus.domain.backfill.ChunkLedger;
import dev.theseus.domain.capture.ChangeCapture;
import dev.theseus.domain.changelog.ChangeLog;
import dev.theseus.domain.database.DatabaseCatalog;
import dev.theseus.domain.plan.BackfillSettings;
import dev.theseus.domain.plan.RelaySettings;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.preparation.Preparation;
import dev.theseus.domain.relay.Applier;
import dev.theseus.domain.relay.Relay;
import dev.theseus.domain.throttle.Throttle;
import dev.theseus.domain.verification.Verification;
import dev.theseus.jdbc.apply.ApplyLimits;
import dev.theseus.jdbc.apply.PgAppliers;
import dev.theseus.jdbc.bookkeeping.PgBookkeepings;
import dev.theseus.jdbc.copy.PgCopy;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.PgErrors;
import dev.theseus.jdbc.postgres.PgRelation;
import dev.theseus.jdbc.relay.PgRelays;
import dev.theseus.jdbc.verify.Repairs;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Makes what carries tables of an old MariaDB (10.6 or newer) into a new PostgreSQL: each an adapter of a port of the
 * domain. Authority can't move to new by them: writes to MariaDB pass no fence. Needs MariaDB Connector/J on the class
 * path. Safe for several threads.
 */
public final class MariaAdapters {

    private static final Duration CAPTURE_PATIENCE = Duration.ofSeconds(30);

    private final MariaDatabase old;
    private final PgDatabase target;
    private final MariaTables tables;
    private final MariaSource source;
    private final Truncations truncations;

    /**
     * @param zeroDates what becomes of dates that PostgreSQL can't hold
     */
    public MariaAdapters(MariaDatabase old, PgDatabase target, ZeroDates zeroDates) {
        this.old = old;
        this.target = target;
        this.tables = new MariaTables(old);
        this.source = new MariaSource(old, tables, zeroDates);
        this.truncations = new Truncations(old);
    }

    public DatabaseCatalog catalog() {
        return new MariaCatalog(old);
    }

    public Preparation preparation() {
        return new MariaBookkeeping(
                old, PgBookkeepings.ofTarget(target), new MariaCapture(old, CAPTURE_PATIENCE));
    }

    public ChangeCapture capture() {
        return capture(CAPTURE_PATIENCE);
    }

    /** @param patience until a table that is in use is given up */
    public ChangeCapture capture(Duration patience) {
        return new MariaCapture(old, patience);
    }

    public ChangeLog log() {
        return new MariaChangeLog(old, truncations);
    }

    public Applier applier(ApplyLimits limits) {
        return PgAppliers.applier(source, target, limits);
    }

    /** Plans chunks and remembers which were copied; to be closed. */
    public ChunkLedger ledger(BackfillSettings settings) {
        return PgCopy.ledger(source, target, settings);
    }

    public ChunkCopy chunkCopy(Throttle throttle) {
        return PgCopy.chunkCopy(source, target, throttle);
    }

    /** @param beforeComplete as {@link PgCopy#backfill} says */
    public Backfill backfill(List<TablePlan> planned, Throttle throttle, Consumer<TablePlan> beforeComplete) {
        return PgCopy.backfill(source, target, planned, throttle, beforeComplete);
    }

    /** A relay that is not started. */
    public Relay relay(List<TablePlan> planned, RelaySettings settings, ChangeLog log, Applier applier) {
        return PgRelays.relay(new MariaLead(old), this::shape, target, planned, settings, log, applier);
    }

    private PgRelation shape(TablePlan table) {
        try {
            return tables.of(table).asPostgres();
        } catch (SQLException e) {
            throw PgErrors.translate(old.side(), "describe " + table.old(), e);
        }
    }

    public Verification verification(Repairs repairs) {
        return new MariaVerification(source, target, new RowLooks(old, source, target), repairs);
    }
}
