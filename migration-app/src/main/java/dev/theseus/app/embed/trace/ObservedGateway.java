package dev.theseus.app.embed.trace;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.routing.NodeReports.NodeCounts;
import dev.theseus.domain.routing.RequestContext;
import dev.theseus.domain.routing.RoutingSnapshot;
import dev.theseus.jdbc.gateway.Gateway;
import dev.theseus.jdbc.gateway.GatewayStatus;
import dev.theseus.jdbc.gateway.Touched;
import dev.theseus.jdbc.gateway.Written;
import dev.theseus.jdbc.postgres.SqlWork;
import io.micrometer.observation.ObservationRegistry;
import java.sql.SQLException;
import java.util.Collection;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A gateway whose reads and writes are observations, with one within for each time that a database was asked: of a read
 * that fell back there are two. A write ends when its rows were brought over or left to the relay. Names of tables are
 * told, keys and rows are not.
 */
public final class ObservedGateway implements Gateway {

    private final Gateway gateway;
    private final Observations observations;

    /** @param gateway that does the work; closed with this */
    public ObservedGateway(Gateway gateway, ObservationRegistry registry) {
        this.gateway = gateway;
        this.observations = new Observations(registry);
    }

    @Override
    public <T extends @Nullable Object> Written<T> write(Touched touched, SqlWork<T> work) throws SQLException {
        return observations.of(
                Observations.WRITE, touched.table(), () -> gateway.write(touched, asked(Side.OLD, work)));
    }

    @Override
    public <T extends @Nullable Object> Written<T> write(Touched touched, SqlWork<T> old, SqlWork<T> target)
            throws SQLException {
        return observations.of(
                Observations.WRITE,
                touched.table(),
                () -> gateway.write(touched, asked(Side.OLD, old), asked(Side.NEW, target)));
    }

    @Override
    public <T extends @Nullable Object> T read(
            RequestContext context, Touched touched, SqlWork<T> old, SqlWork<T> target) throws SQLException {
        return observations.of(
                Observations.READ,
                touched.table(),
                () -> gateway.read(context, touched, asked(Side.OLD, old), asked(Side.NEW, target)));
    }

    @Override
    public <T extends @Nullable Object> Written<T> writeBy(
            Function<? super T, ? extends Collection<Touched>> touched, Callable<T> work) throws Exception {
        return observations.of(Observations.WRITE, () -> gateway.writeBy(touched, asked(Side.OLD, work)));
    }

    @Override
    public <T extends @Nullable Object> Written<T> writeBy(
            Function<? super T, ? extends Collection<Touched>> touched, Callable<T> old, Callable<T> target)
            throws Exception {
        return observations.of(
                Observations.WRITE, () -> gateway.writeBy(touched, asked(Side.OLD, old), asked(Side.NEW, target)));
    }

    @Override
    public <T extends @Nullable Object> T readBy(
            RequestContext context, Touched touched, Callable<T> old, Callable<T> target) throws Exception {
        return observations.of(
                Observations.READ,
                touched.table(),
                () -> gateway.readBy(context, touched, asked(Side.OLD, old), asked(Side.NEW, target)));
    }

    private <T extends @Nullable Object> SqlWork<T> asked(Side side, SqlWork<T> work) {
        return session -> observations.within(side, () -> work.on(session));
    }

    private <T extends @Nullable Object> Callable<T> asked(Side side, Callable<T> work) {
        return () -> observations.within(side, work::call);
    }

    @Override
    public RoutingSnapshot snapshot() {
        return gateway.snapshot();
    }

    @Override
    public Side authority() {
        return gateway.authority();
    }

    @Override
    public NodeCounts counts() {
        return gateway.counts();
    }

    @Override
    public GatewayStatus status() {
        return gateway.status();
    }

    @Override
    public String node() {
        return gateway.node();
    }

    @Override
    public void close() {
        gateway.close();
    }
}
