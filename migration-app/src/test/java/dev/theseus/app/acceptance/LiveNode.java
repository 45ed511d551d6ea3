package dev.theseus.app.acceptance;

import dev.theseus.app.embed.EmbeddedGateway;
import dev.theseus.app.embed.ServicePool;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.routing.NodeReports.NodeCounts;
import dev.theseus.domain.routing.RequestContext;
import dev.theseus.jdbc.gateway.Gateway;
import dev.theseus.jdbc.gateway.GatewaySettings;
import dev.theseus.jdbc.gateway.Touched;
import dev.theseus.jdbc.testing.TestDatabases;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** A node of a service that reads and writes items through its gateway, some hundred times a second, until closed. */
final class LiveNode implements AutoCloseable {

    private static final long REST_NANOS = 3_000_000;
    private static final int READS_BEFORE_A_WRITE = 10;
    private static final TableName ITEM = new TableName("public", "item");

    private final EmbeddedGateway embedded;
    private final Gateway gateway;
    private final int rows;
    private final Random random = new Random(1);
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final Thread thread = Thread.ofPlatform().name("live-node").unstarted(this::work);
    private volatile boolean stopped;

    private LiveNode(EmbeddedGateway embedded, int rows) {
        this.embedded = embedded;
        this.gateway = embedded.gateway();
        this.rows = rows;
    }

    /** @param rows of the items, with ids from 1 on */
    static LiveNode start(TestDatabases databases, int rows) {
        LiveNode node = new LiveNode(
                EmbeddedGateway.of(
                                GatewaySettings.of("node-1", "shop"),
                                ServicePool.of(databases.url(Side.OLD)),
                                ServicePool.of(databases.url(Side.NEW)))
                        .open(),
                rows);
        node.thread.start();
        return node;
    }

    private void work() {
        for (long request = 1; !stopped; request++) {
            try {
                serve(1 + random.nextInt(rows), request % READS_BEFORE_A_WRITE == 0);
            } catch (SQLException | RuntimeException e) {
                failures.add(e);
            }
            LockSupport.parkNanos(REST_NANOS);
        }
    }

    private void serve(int id, boolean writes) throws SQLException {
        Touched row = Touched.row(ITEM, RowKey.of(Integer.toString(id)));
        if (writes) {
            gateway.write(row, session -> write(session, id), session -> write(session, id));
        } else {
            RequestContext somebody = RequestContext.of("reader " + random.nextInt(1_000));
            gateway.read(somebody, row, session -> read(session, id), session -> read(session, id));
        }
    }

    private static String read(Connection session, int id) throws SQLException {
        try (PreparedStatement query = session.prepareStatement("SELECT name FROM item WHERE id = ?")) {
            query.setInt(1, id);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    private static int write(Connection session, int id) throws SQLException {
        try (PreparedStatement update =
                session.prepareStatement("UPDATE item SET name = 'item ' || id || ' anew' WHERE id = ?")) {
            update.setInt(1, id);
            return update.executeUpdate();
        }
    }

    NodeCounts counts() {
        return gateway.counts();
    }

    /** Requests that failed; there is none however authority moves. */
    List<Throwable> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        embedded.close();
    }
}
