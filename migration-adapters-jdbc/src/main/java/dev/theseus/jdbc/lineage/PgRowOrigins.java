package dev.theseus.jdbc.lineage;

import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.lineage.RowLineage;
import dev.theseus.domain.lineage.RowLineage.Aside;
import dev.theseus.domain.lineage.RowLineage.Waiting;
import dev.theseus.domain.lineage.RowLineage.Written;
import dev.theseus.domain.lineage.RowOrigins;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.postgres.PgDatabase;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Nothing is noted for a row when it is copied or applied. But a chunk's entry in the ledger is written by the very
 * transaction that writes its rows, and PostgreSQL keeps with each row which transaction wrote it.
 */
record PgRowOrigins(PgDatabase old, PgDatabase target) implements RowOrigins {

    /** What one database says of a key. */
    private record Said(
            Optional<RowKey> key, boolean there, Optional<Written> written, List<Waiting> waiting, List<Aside> aside) {}

    @Override
    public RowLineage of(TablePlan table, RowKey key) {
        Said ofOld = ask(old, table, key);
        Said ofNew = ask(target, table, key);
        return new RowLineage(
                ofOld.key().or(ofNew::key).orElse(key),
                ofOld.there(),
                ofNew.written(),
                Stream.of(ofOld, ofNew).flatMap(s -> s.waiting().stream()).toList(),
                Stream.of(ofOld, ofNew).flatMap(s -> s.aside().stream()).toList());
    }

    private static Said ask(PgDatabase database, TablePlan table, RowKey key) {
        Side side = database.side();
        return database.inTransaction("look where a row comes from", connection -> {
            KeyQuestion question = KeyQuestion.of(connection, table, side, key);
            RowKey canonical = question.canonical(connection);
            Optional<KeyQuestion.Version> version = question.version(connection);
            LogQuestion log = new LogQuestion(side, table.number(), canonical);
            Optional<Written> written = side == Side.OLD || version.isEmpty()
                    ? Optional.empty()
                    : Optional.of(LedgerQuestion.written(connection, table.number(), version.get()));
            return new Said(
                    Optional.of(canonical),
                    version.isPresent(),
                    written,
                    log.waiting(connection),
                    log.aside(connection));
        });
    }
}
