package dev.theseus.app.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.routing.RequestContext;
import dev.theseus.jdbc.gateway.Gateway;
import dev.theseus.jdbc.gateway.GatewaySettings;
import dev.theseus.jdbc.gateway.Touched;
import dev.theseus.jdbc.gateway.Written;
import dev.theseus.jdbc.postgres.Run;
import dev.theseus.jdbc.postgres.SqlWork;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Each transaction may get another server session, with what others have left in it. */
class BehindPgBouncerTest {

    private static final TableName ORDERS = new TableName("public", "orders");
    private static final int CLIENTS = 8;
    private static final int SESSIONS = 6;

    @Test
    void writes_and_reads_need_no_session_of_their_own() throws Exception {
        assumeTrue(PgBouncer.program().isPresent(), "pgbouncer is not installed");
        try (MovingOrders moving = MovingOrders.create();
                PgBouncer bouncer = PgBouncer.before(moving.databases(), SESSIONS)) {
            GatewaySettings settings =
                    GatewaySettings.of("bounced", "orders").withLimits(Duration.ofSeconds(5), Duration.ofSeconds(5));
            try (EmbeddedGateway node = EmbeddedGateway.of(settings, bouncer.pool(Side.OLD), bouncer.pool(Side.NEW))
                    .open()) {
                moving.rollOut(100, node.gateway());
                assertThat(inParallel(node)).containsOnly("open");
                assertThat(node.gateway().counts().writesLeft()).isZero();
                assertThat(node.gateway().counts().fallbacks()).isZero();
                assertThat(node.gateway().counts().readsNew()).isEqualTo(CLIENTS * 50L);
                assertNothingIsLeftIn(node);
            }
        }
    }

    private static List<String> inParallel(EmbeddedGateway node) throws Exception {
        List<String> states = new ArrayList<>();
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<List<String>>> all = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                String customer = "c" + i;
                all.add(clients.submit(() -> visit(node.gateway(), customer)));
            }
            for (Future<List<String>> each : all) {
                states.addAll(each.get());
            }
        }
        return states;
    }

    /** Writes and reads what was written, again and again. */
    private static List<String> visit(Gateway gateway, String customer) throws SQLException {
        List<String> states = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            String id = customer.substring(1) + "000" + i;
            Touched order = Touched.row(ORDERS, RowKey.of(id));
            Written<Integer> written = gateway.write(
                    order, update("INSERT INTO orders VALUES (" + id + ", '" + customer + "', 'open', 1)"));
            SqlWork<String> read = session -> Run.texts(session, "SELECT state FROM orders WHERE id = " + id)
                    .getFirst();
            states.add(gateway.read(RequestContext.of(customer).after(written.token()), order, read, read));
        }
        return states;
    }

    private static SqlWork<Integer> update(String sql) {
        return session -> {
            try (var statement = session.createStatement()) {
                return statement.executeUpdate(sql);
            }
        };
    }

    /** What the gateway sets for its own transactions must not reach the service's. */
    private static void assertNothingIsLeftIn(EmbeddedGateway node) throws SQLException {
        List<Connection> held = new ArrayList<>();
        try {
            for (int i = 0; i < SESSIONS - 1; i++) {
                Connection session = node.target().getConnection();
                held.add(session);
                session.setAutoCommit(false);
                assertThat(Run.texts(session, "SHOW search_path")).containsExactly("\"$user\", public");
                assertThat(Run.texts(session, "SHOW row_security")).containsExactly("on");
                assertThat(Run.texts(session, "SHOW statement_timeout")).containsExactly("0");
            }
        } finally {
            for (Connection session : held) {
                session.close();
            }
        }
    }
}
