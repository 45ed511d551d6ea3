package dev.theseus.app.bench;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What pgbench's TPC-B on old keeps of its throughput, and of its time for a transaction at half of that, when people
 * look at the migration: {@code theseus run} relays what is written, and {@code theseus serve} is asked by
 * {@value #PAGES} open pages and {@value #REQUESTS} requests a second. All of it shares one machine, where pgbench
 * takes every processor that it gets; server and crowd are started so that they take what is left. What they use of
 * that is printed, and is what they would cost somebody who gives them as much as the rest.
 */
final class ConsoleContest {

    static final int PAGES = 200;
    static final int REQUESTS = 50;

    /** So many times as often is asked in the beginning: compiling what a server does would be counted as its work. */
    private static final int WARMING = 10;

    private static final long WARM_UP_SECONDS = 60;

    private static final Duration DRAIN = Duration.ofMinutes(2);

    private final BenchSettings settings;
    private final PrintStream out;
    private final Tpcb tpcb;
    private final BenchServers servers;
    private final Map<Mode, List<Round>> rounds = new EnumMap<>(Mode.class);

    /**
     * What pgbench told.
     *
     * @param most transactions in a second, if there were as many as can be
     * @param times of one, if there were half as many
     */
    private record Round(double most, Tpcb.Times times) {}

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
            rounds.put(mode, new ArrayList<>());
        }
        out.printf("%n== pgbench TPC-B on old under `theseus run`, %d clients%n", Tpcb.CLIENTS);
        try (ServedMigration served = ServedMigration.start(servers)) {
            served.awaitVerified();
            warmUp(served);
            tpcb.run();
            served.awaitDrained(DRAIN);
            new LookingCosts(served, settings.seconds(), out).measure();
            double half = tpcb.run() / 2;
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
            TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
        }
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
        Round told = new Round(tpcb.run(), tpcb.runAt(half));
        double busy = served.used().minus(before).toNanos() / (double) (System.nanoTime() - begun);
        rounds.get(mode).add(told);
        out.printf(
                "  round %d  %-30s %,8.0f transactions/s at most; at %,.0f/s p50 %6.2f, p99 %6.2f ms; the server used %.2f processors%n",
                round,
                mode.words,
                told.most(),
                half,
                told.times().median(),
                told.times().high(),
                busy);
    }

    private void print(double half) {
        out.printf("%n  %-30s %10s %6s %10s %6s %10s %6s%n", "", "at most/s", "", "p50 ms", "", "p99 ms", "");
        for (Mode mode : Mode.values()) {
            out.printf("  %-30s", mode.words);
            print(mode, Round::most);
            print(mode, round -> round.times().median());
            print(mode, round -> round.times().high());
            out.println();
        }
        out.printf("  Medians, p50 and p99 at %,.0f/s; ratios are medians of those within a round.%n", half);
    }

    private void print(Mode mode, ToDoubleFunction<Round> figure) {
        List<Double> these = figures(mode, figure);
        List<Double> alone = figures(Mode.NOBODY, figure);
        List<Double> ratios = IntStream.range(0, these.size())
                .mapToObj(round -> these.get(round) / alone.get(round))
                .toList();
        out.printf(" %10.2f %6.3f", Standings.median(these), Standings.median(ratios));
    }

    private List<Double> figures(Mode mode, ToDoubleFunction<Round> figure) {
        return rounds.getOrDefault(mode, List.of()).stream()
                .map(figure::applyAsDouble)
                .toList();
    }
}
