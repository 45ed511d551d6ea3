package dev.theseus.app.bench;

import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.plan.BackfillSettings.ChunkOrder;
import dev.theseus.domain.plan.BackfillSettings.IndexBuild;
import dev.theseus.domain.relay.Relay.Drain;
import dev.theseus.domain.routing.Rollout;
import dev.theseus.domain.routing.RolloutPolicy;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * What the gateway costs: the decision by itself, a read beside bare JDBC on the same pool, a write beside a bare one.
 * Each is measured by JMH in a process of its own, one after the other, in several rounds.
 */
final class GatewayContest {

    private static final Duration DRAIN = Duration.ofMinutes(2);

    /** Until what a request runs through is compiled, and the compiler leaves the processors to it. */
    private static final int WARMUPS = 10;

    private static final List<String> READS = List.of("bareRead", "gatewayRead");
    private static final List<String> WRITES = List.of("bareWrite", "capturedWrite", "relayedWrite", "dualWrite");

    /** Newer Javas warn of what JMH does to measure; older ones do not know the word. */
    private static final String[] QUIET =
            Runtime.version().feature() >= 24 ? new String[] {"--sun-misc-unsafe-memory-access=allow"} : new String[0];

    private final BenchServers servers;
    private final BenchSettings settings;
    private final PrintStream out;
    private final Map<String, List<Percentiles>> measured = new LinkedHashMap<>();

    /** Of one round, in microseconds. */
    private record Percentiles(double median, double high) {}

    GatewayContest(BenchServers servers, BenchSettings settings, PrintStream out) {
        this.servers = servers;
        this.settings = settings;
        this.out = out;
    }

    List<String> hold() throws Exception {
        routing();
        build();
        try (TheseusRig rig = TheseusRig.install(servers, GatewayRoom.SCHEMA, ChunkOrder.HEAP, IndexBuild.KEEP)) {
            rig.copy();
            rig.data().relay().start();
            rig.data().board().publish(everybody(), rig.tables());
            out.printf("%n== gateway, by key, %d threads%n", GatewayRoom.THREADS);
            for (int round = 1; round <= settings.rounds(); round++) {
                round(round, READS);
            }
            for (int round = 1; round <= settings.rounds(); round++) {
                round(round, WRITES);
            }
            print();
            return afterwards(rig);
        }
    }

    private static Rollout everybody() {
        return new Rollout(1, Epoch.FIRST, Phase.RAMPING, RolloutPolicy.NOBODY.withPercentage(100));
    }

    private void build() throws Exception {
        for (Side side : Side.values()) {
            for (String schema : List.of(GatewayRoom.SCHEMA, "apart")) {
                servers.tell(side, """
                        DROP SCHEMA IF EXISTS %1$s CASCADE;
                        CREATE SCHEMA %1$s;
                        CREATE TABLE %1$s.item (id int PRIMARY KEY, name text NOT NULL, hits int NOT NULL DEFAULT 0,
                          filler text NOT NULL DEFAULT repeat('f', 200)) WITH (fillfactor = 70)""".formatted(schema));
            }
        }
        for (String schema : List.of(GatewayRoom.SCHEMA, "apart")) {
            servers.tell(
                    Side.OLD,
                    "INSERT INTO %s.item (id, name) SELECT i, 'item ' || i FROM generate_series(1, %d) i"
                            .formatted(schema, GatewayRoom.ROWS));
        }
        servers.tell(Side.OLD, "VACUUM ANALYZE");
        servers.vacuumByThemselves();
    }

    private void routing() throws RunnerException {
        out.printf("%n== routing decision, 1 thread%n");
        ChainedOptionsBuilder options =
                options(RoutingBenchmark.class.getName() + "\\..*", 1).addProfiler(GCProfiler.class);
        for (RunResult result : new Runner(options.build()).run()) {
            out.printf(
                    "  %-28s %8.1f ns/op %8.1f B/op%n",
                    name(result), result.getPrimaryResult().getScore(), allocated(result));
        }
    }

    @SuppressWarnings("rawtypes") // as the library has it
    private static double allocated(RunResult result) {
        return result.getSecondaryResults().entrySet().stream()
                .filter(entry -> entry.getKey().endsWith("gc.alloc.rate.norm"))
                .map(Map.Entry::getValue)
                .mapToDouble(Result::getScore)
                .findFirst()
                .orElse(Double.NaN);
    }

    private void round(int round, List<String> names) throws Exception {
        for (String name : names) {
            servers.settle();
            RunResult result = new Runner(options(GatewayBenchmark.class.getName() + "\\." + name, WARMUPS)
                            .jvmArgsAppend(
                                    "-D" + GatewayRoom.OLD + "=" + servers.url(Side.OLD),
                                    "-D" + GatewayRoom.NEW + "=" + servers.url(Side.NEW))
                            .build())
                    .runSingle();
            var statistics = result.getPrimaryResult().getStatistics();
            Percentiles found = new Percentiles(statistics.getPercentile(50), statistics.getPercentile(99));
            measured.computeIfAbsent(name, n -> new ArrayList<>()).add(found);
            out.printf("  round %d  %-20s p50 %8.1f us  p99 %8.1f us%n", round, name, found.median, found.high);
        }
    }

    /** @param warmups of two seconds each; the first is mostly the compiler's */
    private static ChainedOptionsBuilder options(String include, int warmups) {
        return new OptionsBuilder()
                .include(include + "$")
                .forks(1)
                .jvmArgsPrepend(QUIET)
                .warmupIterations(warmups)
                .warmupTime(TimeValue.seconds(2))
                .measurementIterations(3)
                .measurementTime(TimeValue.seconds(2))
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
    }

    private static String name(RunResult result) {
        String full = result.getParams().getBenchmark();
        return full.substring(full.lastIndexOf('.') + 1);
    }

    /** Ratios within a round: the speed of a machine that others use too changes from one to the next. */
    private void print() {
        out.printf("%n  %-20s %10s %8s %10s %8s%n", "", "p50 us", "ratio", "p99 us", "ratio");
        measured.forEach((name, rounds) -> {
            List<Percentiles> bare = measured.get(READS.contains(name) ? READS.getFirst() : WRITES.getFirst());
            out.printf(
                    "  %-20s %10.1f %6.2f x %10.1f %6.2f x%n",
                    name,
                    median(rounds, Percentiles::median),
                    ratio(rounds, bare, Percentiles::median),
                    median(rounds, Percentiles::high),
                    ratio(rounds, bare, Percentiles::high));
        });
        out.println("  1.00 x is the same in the same round without the gateway; for writes, without capture too");
    }

    private static double median(List<Percentiles> rounds, ToDoubleFunction<Percentiles> figure) {
        return Standings.median(rounds.stream().mapToDouble(figure).boxed().toList());
    }

    private static double ratio(
            List<Percentiles> rounds, List<Percentiles> bare, ToDoubleFunction<Percentiles> figure) {
        return Standings.median(IntStream.range(0, rounds.size())
                .mapToObj(round -> figure.applyAsDouble(rounds.get(round)) / figure.applyAsDouble(bare.get(round)))
                .toList());
    }

    private List<String> afterwards(TheseusRig rig) throws Exception {
        if (rig.data().relay().awaitDrained(rig.tables(), DRAIN) == Drain.STILL_PENDING) {
            return List.of("gateway: the relay did not drain the log within " + DRAIN);
        }
        String sum =
                "SELECT count(*) || ' ' || sum(hits) || ' ' || sum(hashtextextended(t::text, 0)) FROM gateway.item t";
        boolean equal = servers.text(Side.OLD, sum).equals(servers.text(Side.NEW, sum));
        return equal ? List.of() : List.of("gateway: rows differ after the writes");
    }
}
