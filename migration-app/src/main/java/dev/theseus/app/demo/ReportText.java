package dev.theseus.app.demo;

import dev.theseus.jdbc.shop.TrafficFigures;
import java.time.Duration;
import java.util.Formatter;
import java.util.Locale;

/** The report for people. */
final class ReportText {

    private static final double MEGABYTE = 1e6;

    private final DemoReport report;
    private final Formatter out = new Formatter(Locale.ROOT);

    private ReportText(DemoReport report) {
        this.report = report;
    }

    static String of(DemoReport report) {
        return new ReportText(report).write();
    }

    private String write() {
        copy(report.run().copied());
        relay(report.run().relayed());
        verification(report.run().verified());
        traffic(report.served().shop().traffic());
        GatewayReport.lines(report.served()).forEach(line -> out.format("  %s%n", line));
        CrossingReport.lines(report.served().crossed()).forEach(line -> out.format("  %s%n", line));
        atRest(report.atRest());
        out.format("  duration       %,.1f s%n%n", seconds(report.duration()));
        return out + verdict();
    }

    private void copy(RunResult.Copied copied) {
        double megabytes = copied.bytes() / MEGABYTE;
        double seconds = Math.max(seconds(copied.duration()), 1e-3);
        out.format("  copied         %,d rows, %,.0f MB in %,.1f s%n", copied.rows(), megabytes, seconds);
        out.format("  speed          %,.0f rows/s, %,.1f MB/s%n", copied.rows() / seconds, megabytes / seconds);
    }

    private void relay(RunResult.Relayed relayed) {
        out.format("  changes        %,d captured, %,d keys applied%n", relayed.captured(), relayed.applied());
        out.format(
                "  lag            p50 %,d ms, p99 %,d ms%n",
                relayed.lagP50().toMillis(), relayed.lagP99().toMillis());
    }

    private void verification(RunResult.Verified verified) {
        out.format(
                "  verification   %,d rows compared, %,d mismatches found, %,d repaired%n",
                verified.rowsCompared(), verified.repaired() + verified.divergences(), verified.repaired());
    }

    private void traffic(TrafficFigures traffic) {
        out.format(
                "  clients        %,d transactions committed, %,d given up on purpose, %,d conflicts, %,d errors%n",
                traffic.committed(), traffic.rolledBack(), traffic.conflicts(), traffic.errorCount());
        out.format(
                "  slowest        %,d ms from begin to commit%n",
                traffic.slowest().toMillis());
    }

    private void atRest(DemoReport.AtRest atRest) {
        out.format(
                "  at rest        %,d rows (%,.0f MB) compared row by row, %,d differ%n",
                atRest.rowsCompared(), atRest.held().bytes() / MEGABYTE, atRest.differences());
        out.format(
                "  writes lost    %,d of %,d%n",
                atRest.losses().lost(), atRest.losses().checked());
    }

    private String verdict() {
        String item = System.lineSeparator() + "  - ";
        return switch (report.verdict()) {
            case EQUAL -> "New is equal to old, no write was lost, no request failed.";
            case FAULTY -> "Not as it should be:" + item + String.join(item, report.faults());
        };
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1e3;
    }
}
