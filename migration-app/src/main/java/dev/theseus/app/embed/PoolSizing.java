package dev.theseus.app.embed;

import dev.theseus.domain.database.Side;
import dev.theseus.jdbc.rooms.SessionRoom;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns when all nodes together could ask a server for more sessions than it gives. A dual write holds one session of
 * each database, so where a pool of new starves, writes are left to the relay.
 *
 * @param nodes that are expected
 */
public record PoolSizing(int nodes) {

    private static final Logger LOG = LoggerFactory.getLogger(PoolSizing.class);

    /** Asks the server, and logs a warning if there is reason; a server that is away is not waited for. */
    public void check(Side side, DataSource database, int sessionsOfNode) {
        try {
            warning(side, SessionRoom.of(database), sessionsOfNode).ifPresent(LOG::warn);
        } catch (SQLException away) {
            LOG.debug("The {} database could not be asked for its limits: SQLSTATE {}", side, away.getSQLState());
        }
    }

    /** @param sessionsOfNode the most that one node opens there */
    public Optional<String> warning(Side side, SessionRoom room, int sessionsOfNode) {
        int wanted = nodes * sessionsOfNode;
        return wanted <= room.sessions()
                ? Optional.empty()
                : Optional.of(
                        ("%d nodes with %d sessions each may ask the %s database for %d, but %s leaves %d, of which"
                                        + " the relay and others need some too. Make the pools smaller, raise the limit, or put"
                                        + " PgBouncer in front")
                                .formatted(nodes, sessionsOfNode, side, wanted, room.limit(), room.sessions()));
    }
}
