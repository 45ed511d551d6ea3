package dev.theseus.app.bench;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What pgbench's TPC-B on old keeps of its throughput, and of its time for a transaction at half of that, when people
 * look at the migration: {@code theseus serve --run} relays what is written, in a process of its own, and is asked by
 * {@value #PAGES} open pages and {@value #REQUESTS} requests a second. All of it runs on one machine: at most, where
 * pgbench takes every processor, it must lose what the server uses. The time at half says whether anybody waits.
 */
final class ConsoleContest {

    static final int PAGES = 200;
    static final int REQUESTS = 50;

    /** So many times as often is asked in the beginning: compiling what a server does would be counted as its work. */
    private static final int WARMING = 4;

    private static final Duration DRAIN = Duration.ofMinutes(2);

    private final BenchSettings settings;
    private final PrintStream out;
    private final Tpcb tpcb;
    private final BenchServers servers;
    private final Map<Mode, List<Double>> perSecond = new EnumMap<>(Mode.class);
    private final Map<Mode, List<Double>> millis = new EnumMap<>(Mode.class);

    /** Who looks meanwhile. */
    private enum Mode {
        NOBODY("nobody looks"),
        PEOPLE(PAGES + " pages, " + REQUESTS + " requests/s");

        private final String words;

        Mode(String words) {
            this.words = words;
        }
    }

    ConsoleContest(BenchServers servers, BenchSettings settings, PrintStream out) {
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
        for (Mode mode : Mode.values()) {
            perSecond.put(mode, new ArrayList<>());
            millis.put(mode, new ArrayList<>());
        }
        out.printf("%n== pgbench TPC-B on old under `theseus serve --run`, %d clients%n", Tpcb.CLIENTS);
        try (ServedMigration served = ServedMigration.start(servers)) {
            served.awaitVerified();
            warmUp(served);
            new LookingCosts(served, settings.seconds(), out).measure();
            double half = tpcb.run().perSecond() / 2;
            List<Mode> order = new ArrayList<>(List.of(Mode.values()));
            for (int round = 1; round <= settings.rounds(); round++) {
                for (Mode mode : order) {
                    measure(round, mode, half, served);
                }
                Collections.reverse(order);
            }
            print(half);
            served.awaitDrained(DRAIN);
        }
        return tpcb.faults("console");
    }

    /** What a server does for the first time takes longer, and a migration takes weeks. */
    @SuppressWarnings("try") // the crowd looks by itself
    private void warmUp(ServedMigration served) throws Exception {
        try (Crowd crowd = Crowd.gather(served, PAGES, WARMING * REQUESTS)) {
            tpcb.run();
        }
        served.awaitDrained(DRAIN);
    }

    private void measure(int round, Mode mode, double half, ServedMigration served) throws Exception {
        switch (mode) {
            case NOBODY -> pgbench(round, mode, half, served);
            case PEOPLE -> {
                try (Crowd crowd = Crowd.gather(served, PAGES, REQUESTS)) {
                    pgbench(round, mode, half, served);
                    out.printf("           %s%n", crowd.told());
                }
            }
        }
        served.awaitDrained(DRAIN);
    }

    private void pgbench(int round, Mode mode, double half, ServedMigration served) throws Exception {
        long begun = System.nanoTime();
        Duration before = served.used();
        double most = tpcb.run().perSecond();
        double took = tpcb.runAt(half).millis();
        double busy = served.used().minus(before).toNanos() / (double) (System.nanoTime() - begun);
        perSecond.get(mode).add(most);
        millis.get(mode).add(took);
        out.printf(
                "  round %d  %-30s %,10.0f transactions/s at most; %6.2f ms each at %,.0f/s; run and server used %.2f processors%n",
                round, mode.words, most, took, half, busy);
    }

    private void print(double half) {
        out.println();
        for (Mode mode : Mode.values()) {
            out.printf(
                    "  %-30s %,10.0f transactions/s, %.3f of alone; %6.2f ms each at %,.0f/s, %.3f of alone%n",
                    mode.words,
                    median(perSecond, mode),
                    median(perSecond, mode) / median(perSecond, Mode.NOBODY),
                    median(millis, mode),
                    half,
                    median(millis, mode) / median(millis, Mode.NOBODY));
        }
    }

    private static double median(Map<Mode, List<Double>> values, Mode mode) {
        return Standings.median(values.getOrDefault(mode, List.of()));
    }
}
