package dev.theseus.app.server.api;

import dev.theseus.app.server.watch.Served;
import dev.theseus.domain.audit.AuditEntry;
import java.util.ArrayList;
import java.util.List;

/** Makes pages of a migration's trail. One that filters looks through a bounded stretch, and says where it stopped. */
final class AuditPages {

    private static final int STRETCH = 500;
    private static final int STRETCHES = 20;

    private final Served served;

    AuditPages(Served served) {
        this.served = served;
    }

    /** In which direction a list is read. */
    enum Direction {
        OLDEST_FIRST,
        NEWEST_FIRST;

        static Direction of(String text) {
            return switch (text) {
                case "oldest-first" -> OLDEST_FIRST;
                case "newest-first" -> NEWEST_FIRST;
                default -> throw new BadRequest("order: \"" + text + "\" is neither oldest-first nor newest-first");
            };
        }
    }

    /** @param cursor the first sequence wanted, in either direction */
    Page<AuditLine> page(AuditFilter filter, Direction direction, long cursor, int limit) {
        return switch (direction) {
            case OLDEST_FIRST -> forwards(filter, cursor, limit);
            case NEWEST_FIRST -> backwards(filter, cursor, limit);
        };
    }

    private List<AuditEntry> stretch(long from, int limit) {
        return served.room().plane().audit(served.migration(), from, limit);
    }

    /** A page that nothing is left out of, and one entry that shows that there are more. */
    private static int length(AuditFilter filter, int limit) {
        return filter.letsAll() ? Math.min(STRETCH, limit + 1) : STRETCH;
    }

    private Page<AuditLine> forwards(AuditFilter filter, long from, int limit) {
        List<AuditLine> found = new ArrayList<>();
        long next = from;
        int length = length(filter, limit);
        for (int i = 0; i < STRETCHES; i++) {
            List<AuditEntry> stretch = stretch(next, length);
            for (AuditEntry entry : stretch) {
                if (found.size() == limit) {
                    return new Page<>(found, Long.toString(next));
                }
                next = entry.sequence() + 1;
                add(entry, filter, found);
            }
            if (stretch.size() < length) {
                return new Page<>(found, null);
            }
        }
        return new Page<>(found, Long.toString(next));
    }

    private Page<AuditLine> backwards(AuditFilter filter, long from, int limit) {
        List<AuditLine> found = new ArrayList<>();
        long next = from;
        int length = length(filter, limit);
        for (int i = 0; i < STRETCHES && next >= 0; i++) {
            long first = Math.max(0, next - length + 1);
            for (AuditEntry entry : stretch(first, (int) (next - first + 1)).reversed()) {
                if (found.size() == limit) {
                    return new Page<>(found, Long.toString(next));
                }
                next = entry.sequence() - 1;
                add(entry, filter, found);
            }
            next = Math.min(next, first - 1);
        }
        return new Page<>(found, next < 0 ? null : Long.toString(next));
    }

    private static void add(AuditEntry entry, AuditFilter filter, List<AuditLine> found) {
        if (filter.lets(entry)) {
            found.add(AuditLine.of(entry));
        }
    }
}
