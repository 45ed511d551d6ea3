package dev.theseus.jdbc.gateway;

import dev.theseus.domain.routing.NodeReports.NodeCounts;
import dev.theseus.domain.routing.RequestContext;
import dev.theseus.domain.routing.RoutingSnapshot;
import dev.theseus.jdbc.postgres.SqlWork;
import java.util.Collection;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One node's way to both databases. A failure of new never fails a request: writes are left to the relay, reads are
 * answered by old. A failure of old is the caller's, unchanged. Safe for several threads; several nodes work at once.
 *
 * <p>The forms with {@link SqlWork} are for code that speaks SQL: they open a transaction of their own on old, and a
 * session on either side. The forms with {@link Callable} are for any other data access, such as repositories: they run
 * in the service's own transaction on old, which {@link ServiceTransactions} tells of.
 *
 * <p>A read within a transaction on old that the caller has begun is answered by old: it must see what that has
 * written.
 */
public interface Gateway extends AutoCloseable {

    /**
     * Writes on old in one transaction, then brings the written rows over to new, within the time limit.
     *
     * @param touched the rows that the work writes; rows that it writes beside these are brought over by the relay
     * @param work on a session of old; the gateway commits
     * @return with the token that later reads carry
     * @throws java.sql.SQLException of old, unchanged; new is untouched then
     */
    <T extends @Nullable Object> Written<T> write(RequestContext context, Touched touched, SqlWork<T> work)
            throws java.sql.SQLException;

    /**
     * Reads from the database that the request is routed to.
     *
     * @param touched what is read
     * @param old the read on old
     * @param target the same read on new; it may be ended at its time limit, and old is asked then
     * @throws java.sql.SQLException of old
     */
    <T extends @Nullable Object> T read(RequestContext context, Touched touched, SqlWork<T> old, SqlWork<T> target)
            throws java.sql.SQLException;

    /**
     * Writes on old by the service's own data access: in the caller's transaction if there is one, else in one of its
     * own. The rows are brought over after that transaction has committed; it may roll back, and nothing happens then.
     *
     * @param touched the rows that were written, told from what the work returned (generated keys)
     * @return its token is {@link dev.theseus.domain.routing.ConsistencyToken#NONE} as long as the caller's transaction
     *     is open; afterwards {@link RequestContexts} holds it
     * @throws Exception the work's own, unchanged
     */
    <T extends @Nullable Object> Written<T> writeBy(
            RequestContext context, Function<? super T, ? extends Collection<Touched>> touched, Callable<T> work)
            throws Exception;

    /**
     * Reads by the service's own data access.
     *
     * @throws Exception of the read on old, unchanged
     */
    <T extends @Nullable Object> T readBy(RequestContext context, Touched touched, Callable<T> old, Callable<T> target)
            throws Exception;

    /** What this node goes by now. */
    RoutingSnapshot snapshot();

    /** What this node has counted. */
    NodeCounts counts();

    /** How it is; cheap, never blocks on a database. */
    GatewayStatus status();

    /** The node's name. */
    String node();

    /**
     * Lets calls in hand end, up to the grace of the settings, takes the node off the list and stops. A call that comes
     * later is served by old alone.
     */
    @Override
    void close();
}
