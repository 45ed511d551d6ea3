package dev.theseus.jdbc.repository;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.routing.ConsistencyToken;
import dev.theseus.domain.routing.NodeReports.NodeCounts;
import dev.theseus.domain.routing.RequestContext;
import dev.theseus.domain.routing.RoutingSnapshot;
import dev.theseus.jdbc.gateway.Gateway;
import dev.theseus.jdbc.gateway.GatewayStatus;
import dev.theseus.jdbc.gateway.Touched;
import dev.theseus.jdbc.gateway.Written;
import dev.theseus.jdbc.postgres.SqlWork;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Sends all reads to one side, and remembers what it was asked. */
final class RecordingGateway implements Gateway {

    final List<Touched> read = new ArrayList<>();
    final List<Touched> written = new ArrayList<>();
    final List<RequestContext> contexts = new ArrayList<>();
    private final Side reads;

    RecordingGateway(Side reads) {
        this.reads = reads;
    }

    @Override
    public <T extends @Nullable Object> Written<T> write(Touched touched, SqlWork<T> work) {
        throw new UnsupportedOperationException("A repository speaks no SQL");
    }

    @Override
    public <T extends @Nullable Object> Written<T> write(Touched touched, SqlWork<T> old, SqlWork<T> target) {
        throw new UnsupportedOperationException("A repository speaks no SQL");
    }

    @Override
    public <T extends @Nullable Object> T read(
            RequestContext context, Touched touched, SqlWork<T> old, SqlWork<T> target) {
        throw new UnsupportedOperationException("A repository speaks no SQL");
    }

    @Override
    public <T extends @Nullable Object> Written<T> writeBy(
            Function<? super T, ? extends Collection<Touched>> touched, Callable<T> work) throws Exception {
        throw new UnsupportedOperationException("A repository gives its work for both databases");
    }

    @Override
    public <T extends @Nullable Object> Written<T> writeBy(
            Function<? super T, ? extends Collection<Touched>> touched, Callable<T> old, Callable<T> target)
            throws Exception {
        T result = old.call();
        written.addAll(touched.apply(result));
        return new Written<>(result, ConsistencyToken.NONE, Written.OnTarget.APPLIED);
    }

    @Override
    public <T extends @Nullable Object> T readBy(
            RequestContext context, Touched touched, Callable<T> old, Callable<T> target) throws Exception {
        contexts.add(context);
        read.add(touched);
        return reads == Side.OLD ? old.call() : target.call();
    }

    @Override
    public RoutingSnapshot snapshot() {
        return RoutingSnapshot.NONE;
    }

    @Override
    public NodeCounts counts() {
        return NodeCounts.ZERO;
    }

    @Override
    public GatewayStatus status() {
        throw new UnsupportedOperationException("Nobody asks how the recorder is");
    }

    @Override
    public String node() {
        return "recorder";
    }

    @Override
    public void close() {}
}
