package dev.theseus.app.bench;

import com.zaxxer.hikari.HikariDataSource;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.routing.RequestContext;
import dev.theseus.jdbc.gateway.Gateway;
import dev.theseus.jdbc.gateway.GatewaySettings;
import dev.theseus.jdbc.gateway.Gateways;
import dev.theseus.jdbc.gateway.Touched;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A service with its two pools, and a gateway over the same pools. */
@State(Scope.Benchmark)
public class GatewayRoom {

    static final int ROWS = 100_000;
    static final int THREADS = 4;
    static final String SCHEMA = "gateway";

    /** The names under which a benchmark's own process is told the servers. */
    static final String OLD = "theseus.bench.old";

    static final String NEW = "theseus.bench.new";

    private static final int SESSIONS = 16;
    private static final String READ = "SELECT name FROM gateway.item WHERE id = ?";

    final RequestContext context = RequestContext.of("somebody");
    private final TableName item = new TableName(SCHEMA, "item");
    HikariDataSource old;
    HikariDataSource target;
    private final List<HikariDataSource> ofDualWrites = new ArrayList<>();
    Gateway gateway;

    @Setup
    public void open() {
        old = pool(OLD);
        target = pool(NEW);
        GatewaySettings settings = GatewaySettings.of("bench", "bench").withChecks(Duration.ZERO);
        ofDualWrites.add(pool(OLD));
        ofDualWrites.add(pool(NEW));
        gateway = Gateways.gateway(settings, old, target)
                .dualWritesOver(ofDualWrites.getFirst(), ofDualWrites.getLast())
                .build();
        if (gateway.snapshot().rollout().policy().percentage() != 100) {
            throw new IllegalStateException("The gateway does not go by the rollout");
        }
    }

    private static HikariDataSource pool(String property) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(System.getProperty(property));
        pool.setMaximumPoolSize(SESSIONS);
        return pool;
    }

    static int anyKey() {
        return 1 + ThreadLocalRandom.current().nextInt(ROWS);
    }

    Touched row(int key) {
        return Touched.row(item, RowKey.of(Integer.toString(key)));
    }

    Touched rowsForTheRelay() {
        return Touched.rows(item);
    }

    static String read(Connection session, int key) throws SQLException {
        try (PreparedStatement query = session.prepareStatement(READ)) {
            query.setInt(1, key);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    static int write(Connection session, String table, int key) throws SQLException {
        try (PreparedStatement update =
                session.prepareStatement("UPDATE " + table + " SET name = ?, hits = hits + 1 WHERE id = ?")) {
            update.setString(1, "written");
            update.setInt(2, key);
            return update.executeUpdate();
        }
    }

    /** A benchmark that was answered by old measured something else. */
    @TearDown
    public void close() {
        boolean fellBack = gateway.counts().fallbacks() > gateway.counts().readsNew() / 1_000;
        boolean left = gateway.counts().readsOld() > 0;
        gateway.close();
        ofDualWrites.forEach(HikariDataSource::close);
        target.close();
        old.close();
        if (fellBack || left) {
            throw new IllegalStateException("Reads were answered by old");
        }
    }
}
