package dev.theseus.app.plan;

import dev.theseus.domain.plan.BackfillSettings;
import dev.theseus.domain.plan.BackfillSettings.ChunkOrder;
import dev.theseus.domain.plan.BackfillSettings.ChunkSize;
import dev.theseus.domain.plan.BackfillSettings.IndexBuild;
import dev.theseus.domain.plan.BackfillSettings.RateLimit;
import dev.theseus.domain.plan.BackfillSettings.Window;
import dev.theseus.domain.plan.GateSettings;
import dev.theseus.domain.plan.GateSettings.Shadow;
import dev.theseus.domain.plan.Plan;
import dev.theseus.domain.plan.RelaySettings;
import dev.theseus.domain.plan.ThrottleSettings;
import dev.theseus.domain.plan.VerificationSettings;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;

/** Reads the settings: each section starts from the domain's defaults and changes what the file names. */
final class SettingsReader {

    private SettingsReader() {}

    static Plan.Settings read(Section top) {
        return new Plan.Settings(
                backfill(top.section("backfill")),
                throttle(top.section("throttle")),
                relay(top.section("relay")),
                verification(top.section("verification")),
                gates(top.section("gates")),
                CutoverSettingsReader.read(top.section("cutover")),
                TrafficSettingsReader.read(top));
    }

    private static BackfillSettings backfill(Section section) {
        BackfillSettings s = BackfillSettings.DEFAULT;
        s = section.set(
                s,
                "parallelism",
                Scalars::integer,
                (b, v) -> new BackfillSettings(v, b.chunk(), b.order(), b.indexes(), b.rate(), b.window()));
        ChunkOrder order =
                section.scalar("order", Choices.of(ChunkOrder.values())).orElse(s.order());
        IndexBuild indexes =
                section.scalar("indexes", Choices.of(IndexBuild.values())).orElse(s.indexes());
        ChunkSize chunk = chunk(section.section("chunk"));
        RateLimit rate = rate(section.section("rate"));
        Optional<Window> window = section.value("window").isPresent() ? window(section.section("window")) : s.window();
        section.end();
        return new BackfillSettings(s.parallelism(), chunk, order, indexes, rate, window);
    }

    private static ChunkSize chunk(Section section) {
        ChunkSize s = ChunkSize.DEFAULT;
        s = section.set(s, "bytes", Quantities::bytes, (c, v) -> new ChunkSize(v, c.maximumRows()));
        s = section.set(s, "rows", Scalars::count, (c, v) -> new ChunkSize(c.bytes(), v));
        section.end();
        return s;
    }

    private static RateLimit rate(Section section) {
        RateLimit s = RateLimit.UNLIMITED;
        s = section.set(s, "rows", Scalars::count, (r, v) -> new RateLimit(v, r.bytesPerSecond()));
        s = section.set(s, "bytes", Quantities::bytes, (r, v) -> new RateLimit(r.rowsPerSecond(), v));
        section.end();
        return s;
    }

    private static Optional<Window> window(Section section) {
        String remedy = "a window is written as { from: \"22:00\", to: \"06:00\", zone: Europe/Zurich }";
        Optional<LocalTime> from = section.required("from", Scalars::time, remedy);
        Optional<LocalTime> to = section.required("to", Scalars::time, remedy);
        Optional<ZoneId> zone = section.required("zone", Scalars::zone, remedy);
        section.end();
        return from.flatMap(f -> to.flatMap(t -> zone.map(z -> new Window(f, t, z))));
    }

    private static ThrottleSettings throttle(Section section) {
        ThrottleSettings s = ThrottleSettings.DEFAULT;
        s = section.set(
                s,
                "maximum-lag",
                Quantities::duration,
                (t, v) -> new ThrottleSettings(
                        v, t.maximumActiveSessions(), t.maximumCommitLatency(), t.dutyCycle(), t.staleAfter()));
        s = section.set(
                s,
                "active-sessions",
                Scalars::integer,
                (t, v) -> new ThrottleSettings(
                        t.maximumLag(), v, t.maximumCommitLatency(), t.dutyCycle(), t.staleAfter()));
        s = section.set(
                s,
                "commit-latency",
                Quantities::duration,
                (t, v) -> new ThrottleSettings(
                        t.maximumLag(), t.maximumActiveSessions(), v, t.dutyCycle(), t.staleAfter()));
        s = section.set(
                s,
                "duty-cycle",
                Scalars::share,
                (t, v) -> new ThrottleSettings(
                        t.maximumLag(), t.maximumActiveSessions(), t.maximumCommitLatency(), v, t.staleAfter()));
        s = section.set(
                s,
                "stale-after",
                Quantities::duration,
                (t, v) -> new ThrottleSettings(
                        t.maximumLag(), t.maximumActiveSessions(), t.maximumCommitLatency(), t.dutyCycle(), v));
        section.end();
        return s;
    }

    private static RelaySettings relay(Section section) {
        RelaySettings s = RelaySettings.DEFAULT;
        s = section.set(
                s,
                "workers",
                Scalars::integer,
                (r, v) -> new RelaySettings(v, r.batchKeys(), r.maximumAttempts(), r.poll()));
        s = section.set(
                s,
                "batch-keys",
                Scalars::integer,
                (r, v) -> new RelaySettings(r.workers(), v, r.maximumAttempts(), r.poll()));
        s = section.set(
                s,
                "maximum-attempts",
                Scalars::integer,
                (r, v) -> new RelaySettings(r.workers(), r.batchKeys(), v, r.poll()));
        s = section.set(
                s,
                "poll",
                Quantities::duration,
                (r, v) -> new RelaySettings(r.workers(), r.batchKeys(), r.maximumAttempts(), v));
        section.end();
        return s;
    }

    private static VerificationSettings verification(Section section) {
        VerificationSettings s = VerificationSettings.DEFAULT;
        s = section.set(
                s,
                "parallelism",
                Scalars::integer,
                (r, v) -> new VerificationSettings(v, r.rowsPerBucket(), r.recheckAttempts(), r.every()));
        s = section.set(
                s,
                "rows-per-bucket",
                Scalars::integer,
                (r, v) -> new VerificationSettings(r.parallelism(), v, r.recheckAttempts(), r.every()));
        s = section.set(
                s,
                "recheck-attempts",
                Scalars::integer,
                (r, v) -> new VerificationSettings(r.parallelism(), r.rowsPerBucket(), v, r.every()));
        s = section.set(
                s,
                "every",
                Scalars::interval,
                (r, v) -> new VerificationSettings(r.parallelism(), r.rowsPerBucket(), r.recheckAttempts(), v));
        section.end();
        return s;
    }

    private static GateSettings gates(Section section) {
        GateSettings s = GateSettings.DEFAULT;
        s = section.set(
                s,
                "maximum-lag",
                Quantities::duration,
                (g, v) -> new GateSettings(v, g.maximumDivergences(), g.evidenceMaximumAge(), g.shadow()));
        s = section.set(
                s,
                "maximum-divergences",
                Scalars::count,
                (g, v) -> new GateSettings(g.maximumLag(), v, g.evidenceMaximumAge(), g.shadow()));
        s = section.set(
                s,
                "evidence-maximum-age",
                Quantities::duration,
                (g, v) -> new GateSettings(g.maximumLag(), g.maximumDivergences(), v, g.shadow()));
        s = section.set(
                s,
                "shadow-reads",
                Scalars::count,
                (g, v) -> shadow(g, new Shadow(v, g.shadow().mismatchRate())));
        s = section.set(
                s,
                "shadow-mismatch-rate",
                Scalars::share,
                (g, v) -> shadow(g, new Shadow(g.shadow().reads(), v)));
        section.end();
        return s;
    }

    private static GateSettings shadow(GateSettings g, Shadow shadow) {
        return new GateSettings(g.maximumLag(), g.maximumDivergences(), g.evidenceMaximumAge(), shadow);
    }
}
