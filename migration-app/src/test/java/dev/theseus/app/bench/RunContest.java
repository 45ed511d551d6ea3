package dev.theseus.app.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What pgbench's TPC-B on old keeps, during a whole {@code theseus run --until verified}, of the throughput that it has
 * with capture alone: under the throttle that is the plan's default, and at full speed.
 */
final class RunContest {

    private static final List<String> OPTIONS = List.of("-Xmx512m");

    private final BenchServers servers;
    private final BenchSettings settings;
    private final PrintStream out;
    private final Tpcb tpcb;
    private final Map<Mode, List<Double>> ratios = new EnumMap<>(Mode.class);

    /** How fast the run is allowed to be. */
    private enum Mode {
        DEFAULT("default throttle", ""),
        FULL("full speed", "throttle: { duty-cycle: 1.0 }");

        private final String words;
        private final String throttle;

        Mode(String words, String throttle) {
            this.words = words;
            this.throttle = throttle;
        }
    }

    RunContest(BenchServers servers, BenchSettings settings, PrintStream out) {
        this.servers = servers;
        this.settings = settings;
        this.out = out;
        this.tpcb = new Tpcb(servers, settings);
    }

    List<String> hold() throws Exception {
        if (!Tpcb.isPossible()) {
            return List.of();
        }
        tpcb.build();
        out.printf("%n== pgbench TPC-B on old during a whole run, %d clients, transactions/s%n", Tpcb.CLIENTS);
        List<String> failures = new ArrayList<>();
        for (int round = 1; round <= settings.rounds() && failures.isEmpty(); round++) {
            for (Mode mode : Mode.values()) {
                failures.addAll(hold(round, mode));
            }
        }
        out.println();
        ratios.forEach(
                (mode, values) -> out.printf("  %-20s %.2f of capture alone%n", mode.words, Standings.median(values)));
        return failures;
    }

    private List<String> hold(int round, Mode mode) throws Exception {
        tpcb.emptyNew();
        BenchPlan plan = BenchPlan.write(servers, mode.throttle);
        long begun = System.nanoTime();
        double during;
        try (Tpcb.Going going = tpcb.begin()) {
            run(plan, "run");
            during = going.perSecond();
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        double capture = tpcb.run();
        // catches up
        run(plan, "again");
        List<String> failures = tpcb.faults(mode.words);
        plan.start(plan.theseus(OPTIONS, "clean"), "clean").requireDone();
        ratios.computeIfAbsent(mode, m -> new ArrayList<>()).add(during / capture);
        out.printf(
                "  round %d  %-20s %,8.0f during the %3.0f s of the run, %,8.0f with capture alone%n",
                round, mode.words, during, seconds, capture);
        return failures;
    }

    private static void run(BenchPlan plan, String name) throws Exception {
        plan.start(plan.theseus(OPTIONS, "run", "--until", "verified"), name).requireDone();
    }
}
