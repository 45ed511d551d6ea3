package dev.theseus.domain.authority;

import dev.theseus.domain.database.Side;
import java.time.Duration;

/**
 * A session whose open transaction holds the fence.
 *
 * @param side the database
 * @param pid of the server's process
 * @param application as the session names itself; may be empty
 * @param user the role
 * @param open for how long its transaction has been
 */
public record FenceHolder(Side side, int pid, String application, String user, Duration open) {

    @Override
    public String toString() {
        return "process %d of the %s database (%s%s, transaction open for %.1f s)"
                .formatted(
                        pid,
                        side,
                        user,
                        application.isEmpty() ? "" : ", application \"" + application + "\"",
                        open.toMillis() / 1000.0);
    }
}
