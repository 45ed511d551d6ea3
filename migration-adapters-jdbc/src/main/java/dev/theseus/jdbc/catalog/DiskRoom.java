package dev.theseus.jdbc.catalog;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.inspection.Check;
import dev.theseus.domain.inspection.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Whether new has room for the rows. SQL does not tell, so it is known only for a server on this machine. */
final class DiskRoom {

    /** Indexes, the write-ahead log and rows that change meanwhile take some too. */
    private static final double COMFORT = 1.5;

    private DiskRoom() {}

    static List<Finding> findings(SideReport old, SideReport target) {
        long needed = old.relations().stream().mapToLong(RelationState::bytes).sum();
        if (target.hasBegun()) {
            return List.of();
        }
        return judge(needed, target.server().dataDirectory().map(DiskRoom::free).orElse(OptionalLong.empty())).stream()
                .toList();
    }

    static Optional<Finding> judge(long needed, OptionalLong free) {
        if (free.isEmpty()) {
            return Optional.of(Finding.notes(
                    Check.DISK,
                    Side.NEW,
                    "needs about " + size(needed)
                            + " of free disk for tables and indexes; how much there is can't be seen from here."));
        }
        String figures =
                "has " + size(free.getAsLong()) + " of free disk, and old's tables and indexes take " + size(needed);
        if (free.getAsLong() < needed) {
            return Optional.of(Finding.stops(Check.DISK, Side.NEW, figures + ". Make room."));
        }
        return free.getAsLong() < needed * COMFORT
                ? Optional.of(Finding.warns(Check.DISK, Side.NEW, figures + ": that is tight."))
                : Optional.empty();
    }

    private static OptionalLong free(String dataDirectory) {
        try {
            return OptionalLong.of(Files.getFileStore(Path.of(dataDirectory)).getUsableSpace());
        } catch (IOException notVisible) {
            return OptionalLong.empty();
        }
    }

    private static String size(long bytes) {
        return bytes < 1L << 30 ? Math.ceilDiv(bytes, 1L << 20) + " MiB" : Math.ceilDiv(bytes, 1L << 30) + " GiB";
    }
}
