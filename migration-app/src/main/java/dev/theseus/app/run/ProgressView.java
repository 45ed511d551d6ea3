package dev.theseus.app.run;

import dev.theseus.domain.backfill.CopyProgress;
import dev.theseus.domain.backfill.RemainingTime;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.relay.RelayStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Words for how far a run is. Keeps the rates; used by one thread. */
final class ProgressView {

    private static final int BAR = 24;

    private RemainingTime rows = RemainingTime.unknown();
    private RemainingTime share = RemainingTime.unknown();

    /**
     * What is shown at one moment.
     *
     * @param work in hand
     * @param covered the share of all tables' bytes, 0 to 1
     * @param waiting what is waited for, empty if nothing is
     */
    record Moment(
            Instant at,
            String work,
            String waiting,
            Map<TableName, CopyProgress> tables,
            double covered,
            RelayStatus relay) {}

    /** One line: for output that is not a terminal. */
    String line(Moment moment) {
        observe(moment);
        List<String> parts = new ArrayList<>();
        parts.add(moment.work());
        if (isCopying(moment.tables())) {
            parts.add(total(moment.tables(), moment.covered()));
        }
        if (!moment.relay().measuredAt().equals(Instant.EPOCH)) {
            parts.add(log(moment.relay()));
        }
        if (!moment.waiting().isEmpty()) {
            parts.add("waiting: " + moment.waiting());
        }
        return String.join(" | ", parts);
    }

    /** Bars for the tables being copied, and the line: for a terminal. */
    List<String> bars(Moment moment) {
        List<String> lines = new ArrayList<>();
        if (isCopying(moment.tables())) {
            moment.tables().forEach((table, progress) -> lines.add(bar(table, progress)));
        }
        lines.add(line(moment));
        return lines;
    }

    private void observe(Moment moment) {
        rows = rows.observe(
                moment.at(),
                moment.tables().values().stream()
                        .mapToDouble(CopyProgress::rows)
                        .sum());
        share = share.observe(moment.at(), moment.covered());
    }

    private static boolean isCopying(Map<TableName, CopyProgress> tables) {
        return tables.values().stream().anyMatch(p -> p.state() != CopyProgress.State.COMPLETE);
    }

    private String total(Map<TableName, CopyProgress> tables, double covered) {
        long sum = tables.values().stream().mapToLong(CopyProgress::rows).sum();
        long bytes = tables.values().stream().mapToLong(CopyProgress::bytes).sum();
        long complete = tables.values().stream()
                .filter(p -> p.state() == CopyProgress.State.COMPLETE)
                .count();
        String left =
                share.until(1.0).map(d -> ", " + Wording.duration(d) + " left").orElse("");
        return "%d of %d tables, %,d rows, %s, %,.0f rows/s, %.0f %%%s"
                .formatted(complete, tables.size(), sum, Wording.bytes(bytes), rows.perSecond(), 100 * covered, left);
    }

    private static String log(RelayStatus relay) {
        String aside = relay.backlog().setAside() > 0
                ? ", %,d SET ASIDE".formatted(relay.backlog().setAside())
                : "";
        return "log %,d, applied %,d, lag %s%s"
                .formatted(
                        relay.backlog().entries(),
                        relay.retired(),
                        Wording.duration(relay.backlog().age()),
                        aside);
    }

    private static String bar(TableName table, CopyProgress progress) {
        int full = (int) Math.round(BAR * progress.fraction());
        return "  %-32s [%s%s] %s"
                .formatted(table, "#".repeat(full), ".".repeat(BAR - full), Wording.progress(progress));
    }
}
