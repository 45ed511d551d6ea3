package dev.theseus.jdbc.relay;

import dev.theseus.domain.changelog.ChangeLog;
import dev.theseus.domain.changelog.ChangeLog.Standing;
import dev.theseus.domain.database.DatabaseUnavailable;
import dev.theseus.domain.database.Direction;
import dev.theseus.domain.plan.TablePlan;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether what stood in the log at the first look still stands. While the source is away, nobody knows: so it does. */
final class Standings {

    private final ChangeLog log;
    private final Set<Integer> tables;
    private OptionalLong newest = OptionalLong.empty();
    private int left;

    private Standings(ChangeLog log, Set<Integer> tables, int looks) {
        this.log = log;
        this.tables = tables;
        this.left = looks;
    }

    /**
     * A TRUNCATE of a table that is joined is applied by noting all rows anew, before its own entry goes: so there,
     * what stands once that has gone counts too.
     */
    static Standings of(ChangeLog log, Collection<TablePlan> tables) {
        Set<Integer> numbers = tables.stream().map(TablePlan::number).collect(Collectors.toSet());
        return new Standings(log, numbers, tables.stream().anyMatch(Standings::isJoined) ? 2 : 1);
    }

    private static boolean isJoined(TablePlan table) {
        return Stream.of(Direction.values())
                .map(table::image)
                .flatMap(Optional::stream)
                .anyMatch(image -> !image.joins().isEmpty());
    }

    Standing look() {
        try {
            while (left > 0) {
                if (newest.isEmpty()) {
                    newest = OptionalLong.of(log.newest(tables));
                }
                long upTo = newest.getAsLong();
                if (upTo != 0 && log.upTo(tables, upTo) == Standing.SOME) {
                    return Standing.SOME;
                }
                newest = OptionalLong.empty();
                left--;
            }
            return Standing.NONE;
        } catch (DatabaseUnavailable e) {
            return Standing.SOME;
        }
    }
}
