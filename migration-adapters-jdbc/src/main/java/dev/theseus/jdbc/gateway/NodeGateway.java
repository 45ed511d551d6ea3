package dev.theseus.jdbc.gateway;

import dev.theseus.domain.changelog.ChangeLog.Backlog;
import dev.theseus.domain.routing.NodeReports.NodeCounts;
import dev.theseus.domain.routing.RequestContext;
import dev.theseus.domain.routing.RoutingSnapshot;
import dev.theseus.jdbc.postgres.SqlWork;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.concurrent.Callable;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The gateway of one node: hands each call to the part that does it. */
final class NodeGateway implements Gateway {

    private final GatewaySettings settings;
    private final GatewayParts parts;
    private final Sides<DataSource> pools;
    private final CallsInHand calls = new CallsInHand();

    NodeGateway(GatewaySettings settings, Sides<DataSource> pools, GatewayParts parts) {
        this.settings = settings;
        this.pools = pools;
        this.parts = parts;
    }

    @Override
    public <T extends @Nullable Object> Written<T> write(Touched touched, SqlWork<T> onOld) throws SQLException {
        return write(touched, new Works<>(onOld, null));
    }

    @Override
    public <T extends @Nullable Object> Written<T> write(Touched touched, SqlWork<T> onOld, SqlWork<T> onTarget)
            throws SQLException {
        return write(touched, new Works<>(onOld, onTarget));
    }

    private <T extends @Nullable Object> Written<T> write(Touched touched, Works<SqlWork<T>> works)
            throws SQLException {
        calls.begin();
        try {
            return parts.writes().write(touched, works);
        } finally {
            calls.end();
        }
    }

    @Override
    public <T extends @Nullable Object> T read(
            RequestContext context, Touched touched, SqlWork<T> onOld, SqlWork<T> onTarget) throws SQLException {
        calls.begin();
        try {
            return parts.reads()
                    .<T, SQLException>read(
                            context,
                            touched,
                            () -> onSession(pools.old(), onOld),
                            () -> onSession(pools.target(), onTarget));
        } finally {
            calls.end();
        }
    }

    private static <T extends @Nullable Object> T onSession(DataSource side, SqlWork<T> work) throws SQLException {
        try (Connection session = side.getConnection()) {
            T answer = work.on(session);
            if (!session.getAutoCommit()) {
                session.commit();
            }
            return answer;
        }
    }

    @Override
    public <T extends @Nullable Object> Written<T> writeBy(
            Function<? super T, ? extends Collection<Touched>> touched, Callable<T> onOld) throws Exception {
        return writeBy(touched, new Works<>(onOld, null));
    }

    @Override
    public <T extends @Nullable Object> Written<T> writeBy(
            Function<? super T, ? extends Collection<Touched>> touched, Callable<T> onOld, Callable<T> onTarget)
            throws Exception {
        return writeBy(touched, new Works<>(onOld, onTarget));
    }

    private <T extends @Nullable Object> Written<T> writeBy(
            Function<? super T, ? extends Collection<Touched>> touched, Works<Callable<T>> works) throws Exception {
        calls.begin();
        try {
            return parts.writes().writeBy(touched, works);
        } finally {
            calls.end();
        }
    }

    @Override
    public <T extends @Nullable Object> T readBy(
            RequestContext context, Touched touched, Callable<T> onOld, Callable<T> onTarget) throws Exception {
        calls.begin();
        try {
            return parts.reads().<T, Exception>read(context, touched, onOld::call, onTarget::call);
        } finally {
            calls.end();
        }
    }

    @Override
    public RoutingSnapshot snapshot() {
        return parts.lookout().outlook().snapshot();
    }

    @Override
    public NodeCounts counts() {
        return parts.counts().now();
    }

    @Override
    public GatewayStatus status() {
        Backlog backlog = parts.gauge().backlog();
        return new GatewayStatus(
                parts.guards().reads().state(),
                parts.guards().writes().state(),
                parts.lookout().sinceLook(),
                parts.guards().underWay(),
                backlog);
    }

    @Override
    public String node() {
        return settings.node();
    }

    @Override
    public void close() {
        // what comes from now on is alone that side's which has authority
        parts.lookout().close();
        calls.awaitNone(settings.grace());
        parts.close();
    }
}
