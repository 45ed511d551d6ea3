package dev.theseus.jdbc.relay;

import dev.theseus.domain.changelog.ChangeLog;
import dev.theseus.domain.changelog.ChangeLog.Standing;
import dev.theseus.domain.database.DatabaseUnavailable;
import java.util.OptionalLong;
import java.util.Set;

/** Whether what stood in the log at the first look still stands. While the source is away, nobody knows: so it does. */
final class Standings {

    private final ChangeLog log;
    private final Set<Integer> tables;
    private OptionalLong newest = OptionalLong.empty();

    Standings(ChangeLog log, Set<Integer> tables) {
        this.log = log;
        this.tables = tables;
    }

    Standing look() {
        try {
            if (newest.isEmpty()) {
                newest = OptionalLong.of(log.newest(tables));
            }
            long upTo = newest.getAsLong();
            return upTo == 0 ? Standing.NONE : log.upTo(tables, upTo);
        } catch (DatabaseUnavailable e) {
            return Standing.SOME;
        }
    }
}
