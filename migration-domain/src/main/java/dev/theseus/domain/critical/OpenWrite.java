package dev.theseus.domain.critical;

import dev.theseus.domain.database.Side;
import java.time.Instant;
import java.util.List;

/**
 * A critical write that is open, for people.
 *
 * @param side that keeps it in its journal
 * @param id in that journal
 * @param node that made it
 * @param reason why it is open
 * @param detail names and error codes; no row content
 * @param rows table and key of each
 * @param since when it was made, by the database's clock
 * @param tries to end it, up to now
 */
public record OpenWrite(
        Side side,
        long id,
        String node,
        OpenReason reason,
        String detail,
        List<String> rows,
        Instant since,
        int tries) {

    public OpenWrite {
        rows = List.copyOf(rows);
    }
}
