package dev.theseus.app.bench;

import dev.theseus.domain.database.Side;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What a program of one's own does first: read rows with JDBC, insert each with JDBC. */
final class RowByRow {

    private static final int FETCH = 1_000;
    private static final int COLUMNS = 5;

    private final BenchServers servers;
    private final long rows;

    RowByRow(BenchServers servers, long rows) {
        this.servers = servers;
        this.rows = rows;
    }

    /** One statement for each row; a commit for every thousand. */
    void single() throws SQLException {
        copy(Manner.SINGLE);
    }

    /** Batches of a thousand, which the driver rewrites into statements of many rows. */
    void batched() throws SQLException {
        copy(Manner.BATCHED);
    }

    private void copy(Manner manner) throws SQLException {
        try (Connection old = servers.connect(Side.OLD);
                Connection target =
                        java.sql.DriverManager.getConnection(servers.url(Side.NEW) + "&reWriteBatchedInserts=true");
                Statement read = old.createStatement();
                PreparedStatement write = target.prepareStatement("INSERT INTO bench.orders VALUES (?, ?, ?, ?, ?)")) {
            old.setAutoCommit(false);
            target.setAutoCommit(false);
            read.setFetchSize(FETCH);
            try (ResultSet row = read.executeQuery("SELECT * FROM bench.orders LIMIT " + rows)) {
                for (long number = 1; row.next(); number++) {
                    fill(write, row);
                    add(write, manner);
                    if (number % FETCH == 0) {
                        flush(write, manner);
                        target.commit();
                    }
                }
            }
            flush(write, manner);
            target.commit();
        }
    }

    private static void fill(PreparedStatement write, ResultSet row) throws SQLException {
        for (int column = 1; column <= COLUMNS; column++) {
            write.setObject(column, row.getObject(column));
        }
    }

    private static void add(PreparedStatement write, Manner manner) throws SQLException {
        switch (manner) {
            case SINGLE -> write.executeUpdate();
            case BATCHED -> write.addBatch();
        }
    }

    private static void flush(PreparedStatement write, Manner manner) throws SQLException {
        if (manner == Manner.BATCHED) {
            write.executeBatch();
        }
    }

    private enum Manner {
        SINGLE,
        BATCHED
    }
}
