package dev.theseus.app.server.meters;

import dev.theseus.app.server.watch.LiveFeed.Moment;
import dev.theseus.app.server.watch.MigrationView;
import dev.theseus.app.server.watch.Sample;
import dev.theseus.domain.backfill.CopyProgress;
import dev.theseus.domain.phase.PhaseTable;
import dev.theseus.domain.routing.NodeReports.Reads;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Every meter of the server: all are gauges, of the last look; what is not known is no number. */
public enum ServerMeter {
    LOOK_FAILED(
            "1 while a database does not answer, and the other meters are of an earlier moment",
            m -> m.problem().isPresent() ? 1 : 0),
    VERSION("Number of the events of the migration", m -> m.view().version()),
    PHASE(
            "How far on the way from PLANNED (0) to COMPLETED (10); -1 on the way back",
            m -> PhaseTable.path().indexOf(m.view().phase())),
    PAUSED("1 while work is held", m -> m.view().paused() ? 1 : 0),
    GATE_MISSING(
            "What the gate before the next phase lacks, counted",
            m -> m.view().next().map(next -> (double) next.missing().size()).orElse(Double.NaN)),
    RUN_WORKING(
            "1 if the last run has not ended; also after a kill",
            m -> m.view().run().filter(run -> run.outcome().isEmpty()).isPresent() ? 1 : 0),
    TABLES("Tables that are planned", m -> m.view().tables().size()),
    TABLES_COPIED(
            "Tables whose copy is complete",
            m -> m.view().tables().stream()
                    .filter(t -> t.copy() == CopyProgress.State.COMPLETE)
                    .count()),
    ROWS_COPIED(
            "Rows copied so far",
            m -> m.view().tables().stream().mapToLong(MigrationView.Table::rows).sum()),
    ROWS_COPIED_PER_SECOND("Rows copied per second", m -> m.sample().copiedRowsPerSecond()),
    LAG_SECONDS(
            "Age of the oldest change that is not on the other side",
            m -> seconds(m.sample().lagMillis(), 1e3)),
    LOG_ENTRIES("Entries in the change log", m -> number(m.sample().logEntries())),
    LOG_SET_ASIDE(
            "Changes that can't be applied, and wait for a person",
            m -> number(m.sample().setAside())),
    ROLLOUT_PERCENTAGE(
            "Of the eligible subjects that read from new", m -> m.sample().percentage()),
    NODES("Nodes of the service that are up", m -> m.view().nodes().size()),
    NODES_FAILING(
            "Nodes whose reads from new fail",
            m -> m.view().nodes().stream()
                    .filter(n -> n.reads() == Reads.FAILING)
                    .count()),
    READS_OLD_PER_SECOND("Reads answered by old, of all nodes", reads(Sample.Reads::oldPerSecond)),
    READS_NEW_PER_SECOND("Reads answered by new, of all nodes", reads(Sample.Reads::newPerSecond)),
    READS_OLD_SECONDS(
            "How long a read of old took, on average", seconds(Sample.Reads::oldLatency, Sample.Latency::meanMicros)),
    READS_OLD_P50_SECONDS(
            "Half of the reads of old took no longer", seconds(Sample.Reads::oldLatency, Sample.Latency::p50Micros)),
    READS_OLD_P99_SECONDS(
            "99 of 100 reads of old took no longer", seconds(Sample.Reads::oldLatency, Sample.Latency::p99Micros)),
    READS_NEW_SECONDS(
            "How long a read of new took, on average", seconds(Sample.Reads::newLatency, Sample.Latency::meanMicros)),
    READS_NEW_P50_SECONDS(
            "Half of the reads of new took no longer", seconds(Sample.Reads::newLatency, Sample.Latency::p50Micros)),
    READS_NEW_P99_SECONDS(
            "99 of 100 reads of new took no longer", seconds(Sample.Reads::newLatency, Sample.Latency::p99Micros)),
    FALLBACKS_PER_SECOND("Reads sent to new that old answered", reads(Sample.Reads::fallbacksPerSecond)),
    FAILURES_PER_SECOND("Requests to new that nothing could be fallen back to", reads(Sample.Reads::failuresPerSecond)),
    WRITES_PER_SECOND("Writes through gateways, of all nodes", m -> m.sample().writesPerSecond()),
    MISMATCHES(
            "Reads and writes that nodes found to differ, so far",
            m -> m.sample().mismatches()),
    AUTHORITY_NEW(
            "1 if new has authority",
            m -> m.view().authority().map(MigrationView.Authority::holder).equals(Optional.of("new")) ? 1 : 0),
    APPROVALS_WAITING(
            "What waits for a person's approval", m -> m.view().approvals().size()),
    CRITICAL_WRITES_OPEN(
            "Critical writes that are in one database only",
            m -> m.view().criticalWrites().size());

    private final String meaning;
    private final ToDoubleFunction<Moment> value;

    ServerMeter(String meaning, ToDoubleFunction<Moment> value) {
        this.meaning = meaning;
        this.value = value;
    }

    private static ToDoubleFunction<Moment> reads(ToDoubleFunction<Sample.Reads> value) {
        return m -> value.applyAsDouble(m.sample().reads());
    }

    private static ToDoubleFunction<Moment> seconds(
            Function<Sample.Reads, Sample.@Nullable Latency> side, Function<Sample.Latency, @Nullable Long> micros) {
        return m -> {
            Sample.Latency latency = side.apply(m.sample().reads());
            return latency == null ? Double.NaN : seconds(micros.apply(latency), 1e6);
        };
    }

    private static double number(@Nullable Long value) {
        return value == null ? Double.NaN : value;
    }

    private static double seconds(@Nullable Long value, double unit) {
        return value == null ? Double.NaN : value / unit;
    }

    /** As Micrometer has it. */
    public String id() {
        return "theseus.migration." + name().toLowerCase(Locale.ROOT).replace('_', '.');
    }

    public String meaning() {
        return meaning;
    }

    double of(Moment moment) {
        return value.applyAsDouble(moment);
    }
}
