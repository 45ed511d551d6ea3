package dev.theseus.jdbc.critical;

import dev.theseus.jdbc.postgres.PgDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Asks a database what became of a transaction whose commit was not answered. */
final class Fate {

    private static final long REST_MILLIS = 20;

    private final PgDatabase database;
    private final Duration patience;

    Fate(PgDatabase database, Duration patience) {
        this.database = database;
        this.patience = patience;
    }

    /** What became of it. */
    enum Known {
        COMMITTED,
        ABORTED,
        /** The database can't be asked, or is still at it. */
        UNKNOWN
    }

    Known of(String transaction) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            String status = status(transaction);
            if ("committed".equals(status)) {
                return Known.COMMITTED;
            }
            if ("aborted".equals(status)) {
                return Known.ABORTED;
            }
            if (System.nanoTime() > deadline || !rest()) {
                return Known.UNKNOWN;
            }
        }
    }

    private @Nullable String status(String transaction) {
        try (Connection connection = database.connect();
                PreparedStatement query = connection.prepareStatement("SELECT pg_catalog.pg_xact_status(?::xid8)")) {
            query.setString(1, transaction);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        } catch (SQLException e) {
            return null;
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
