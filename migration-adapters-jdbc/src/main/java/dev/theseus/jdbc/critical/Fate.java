package dev.theseus.jdbc.critical;

import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.SentTransaction;
import dev.theseus.jdbc.postgres.SentTransaction.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** Asks a database what became of a transaction whose commit was not answered. */
final class Fate {

    private static final long REST_MILLIS = 20;

    private final PgDatabase database;
    private final Duration patience;

    Fate(PgDatabase database, Duration patience) {
        this.database = database;
        this.patience = patience;
    }

    /** Unknown if the database can't be asked within the patience, or is still at it. */
    Outcome of(SentTransaction sent) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            Optional<Outcome> outcome = ask(sent);
            if (outcome.isPresent()) {
                return outcome.get();
            }
            if (System.nanoTime() > deadline || !rest()) {
                return Outcome.UNKNOWN;
            }
        }
    }

    private Optional<Outcome> ask(SentTransaction sent) {
        try (Connection connection = database.connect()) {
            return sent.outcome(connection);
        } catch (SQLException e) {
            return Optional.empty();
        }
    }

    private static boolean rest() {
        try {
            Thread.sleep(REST_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
