package dev.theseus.jdbc.gateway;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.routing.NodeReports.NodeCounts;
import dev.theseus.domain.routing.RequestContext;
import dev.theseus.domain.routing.RoutingSnapshot;
import dev.theseus.jdbc.postgres.SqlWork;
import java.util.Collection;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One node's way to both databases. Until the cutover, a failure of new never fails a request: writes are left to the
 * relay, reads are answered by old. A failure of the database that has authority is the caller's, unchanged. Safe for
 * several threads; several nodes work at once.
 *
 * <p>Writes go where authority is. One that is refused because authority has just moved is done on the other database,
 * within the call, if its work was given for both; while authority is on its way the call waits for it, a moment. Else,
 * or within a transaction of the caller's, it ends in {@link AuthorityMoved}. Where rows are named by the caller, the
 * name of the table is old's.
 *
 * <p>The forms with {@link SqlWork} are for code that speaks SQL: they open a transaction of their own, and a session
 * on either side. The forms with {@link Callable} are for any other data access, such as repositories: they run in the
 * service's own transaction, which {@link ServiceTransactions} tells of.
 *
 * <p>A read within a transaction that the caller has begun is answered by its database: it must see what that has
 * written.
 */
public interface Gateway extends AutoCloseable {

    /**
     * Writes on old in one transaction, then brings the written rows over to new, within the time limit. For a service
     * that is taken out of the gateway's hands before the cutover: after it, this form ends in {@link AuthorityMoved}.
     *
     * @param touched the rows that the work writes; rows that it writes beside these are brought over by the relay
     * @param work on a session of old; the gateway commits
     * @return with the token that later reads carry
     * @throws WriteUnresolved if the answer to the commit was lost and nobody can tell what became of the write
     * @throws java.sql.SQLException of old, unchanged; nothing was written then
     */
    <T extends @Nullable Object> Written<T> write(Touched touched, SqlWork<T> work) throws java.sql.SQLException;

    /**
     * Writes on the database that has authority, in one transaction. If that is old, the written rows are then brought
     * over to new, within the time limit.
     *
     * @param touched the rows that the work writes; rows that it writes beside these are brought over by the relay
     * @param old on a session of old; the gateway commits. It may be begun again, on the other database, after it was
     *     refused: what it does beside SQL must be such that this does no harm
     * @param target the same write on a session of new
     * @return with the token that later reads carry
     * @throws AuthorityMoved if no database has had authority for longer than the settings permit; nothing was written
     * @throws WriteUnresolved if the answer to the commit was lost and nobody can tell what became of the write
     * @throws java.sql.SQLException of the database, unchanged; nothing was written then
     */
    <T extends @Nullable Object> Written<T> write(Touched touched, SqlWork<T> old, SqlWork<T> target)
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
     * Writes on old by the service's own data access; see the form for both databases. After the cutover, this one ends
     * in {@link AuthorityMoved}.
     *
     * @param touched the rows that were written, told from what the work returned (generated keys)
     * @throws Exception the work's own, unchanged
     */
    <T extends @Nullable Object> Written<T> writeBy(
            Function<? super T, ? extends Collection<Touched>> touched, Callable<T> work) throws Exception;

    /**
     * Writes by the service's own data access on the database that has authority: in the caller's transaction if there
     * is one there, else in one of its own. From old, the rows are brought over after that transaction has committed;
     * it may roll back, and nothing happens then.
     *
     * <p>Several writes that belong together are work of one call: the calls that it makes of this gateway take part in
     * its transaction, and all of it is done again on the other database if authority moves meanwhile. So such work
     * must do nothing beside that can't be done twice; and without {@link ServiceTransactions} it must commit once
     * only.
     *
     * @param touched the rows that were written, told from what the work returned (generated keys)
     * @param old the write on old
     * @param target the same write on new
     * @return its token is {@link dev.theseus.domain.routing.ConsistencyToken#NONE} as long as the caller's transaction
     *     is open; afterwards {@link RequestContexts} holds it
     * @throws AuthorityMoved if the caller's own transaction is on a database that has no authority, or if none has had
     *     it for longer than the settings permit; nothing was written
     * @throws Exception the work's own, unchanged
     */
    <T extends @Nullable Object> Written<T> writeBy(
            Function<? super T, ? extends Collection<Touched>> touched, Callable<T> old, Callable<T> target)
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

    /** The database that has authority, as far as this node knows; while it moves, the one that had it. */
    default Side authority() {
        return snapshot().rollout().epoch().direction().source();
    }

    /** What this node has counted. */
    NodeCounts counts();

    /** How it is; cheap, never blocks on a database. */
    GatewayStatus status();

    /** The node's name. */
    String node();

    /**
     * Lets calls in hand end, up to the grace of the settings, takes the node off the list and stops. A call that comes
     * later is served by the database that has authority alone.
     */
    @Override
    void close();
}
