package dev.theseus.app.bench;

import dev.theseus.jdbc.gateway.Written;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Threads;

/** Reads and writes by key through the gateway, and the same on the same pools without it. */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Threads(GatewayRoom.THREADS)
public class GatewayBenchmark {

    @Benchmark
    public String bareRead(GatewayRoom room) throws SQLException {
        int key = GatewayRoom.anyKey();
        try (Connection session = room.target.getConnection()) {
            return GatewayRoom.read(session, key);
        }
    }

    @Benchmark
    public String gatewayRead(GatewayRoom room) throws SQLException {
        int key = GatewayRoom.anyKey();
        return room.gateway.read(
                room.context,
                room.row(key),
                session -> GatewayRoom.read(session, key),
                session -> GatewayRoom.read(session, key));
    }

    /** On a table that nobody captures. */
    @Benchmark
    public int bareWrite(GatewayRoom room) throws SQLException {
        return write(room, "apart.item");
    }

    /** On a table with capture, by code that knows nothing of the gateway. */
    @Benchmark
    public int capturedWrite(GatewayRoom room) throws SQLException {
        return write(room, "gateway.item");
    }

    private static int write(GatewayRoom room, String table) throws SQLException {
        try (Connection session = room.old.getConnection()) {
            session.setAutoCommit(false);
            int rows = GatewayRoom.write(session, table, GatewayRoom.anyKey());
            session.commit();
            return rows;
        }
    }

    /** Its rows are the relay's to bring over. */
    @Benchmark
    public Written<Integer> relayedWrite(GatewayRoom room) throws SQLException {
        int key = GatewayRoom.anyKey();
        return room.gateway.write(room.rowsForTheRelay(), session -> GatewayRoom.write(session, "gateway.item", key));
    }

    @Benchmark
    public Written<Integer> dualWrite(GatewayRoom room) throws SQLException {
        int key = GatewayRoom.anyKey();
        return room.gateway.write(room.row(key), session -> GatewayRoom.write(session, "gateway.item", key));
    }
}
