package dev.theseus.app.bench;

import dev.theseus.app.bench.PgbenchLog.Seen;
import dev.theseus.app.bench.PgbenchLog.Span;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * What pgbench's TPC-B on old keeps of its throughput, and of its time for a transaction at half of that, when people
 * look at the migration: {@code theseus run} relays what is written, and {@code theseus serve} is asked by
 * {@value #PAGES} open pages and {@value #REQUESTS} requests a second. All of it shares one machine. First server and
 * crowd take of its processors what pgbench, databases and relay leave, then they have one of their own: both ways are
 * what the documentation on operations advises. What the server uses of a processor is printed.
 *
 * <p>One run of pgbench after another differ by more than is looked for, and so do its minutes. So one goes on, and
 * every few seconds server and crowd are frozen or go on: nobody looks, or all do. What the server does by itself
 * counts as done for those who look.
 */
final class ConsoleContest {

    static final int PAGES = 200;
    static final int REQUESTS = 50;

    /** So many times as often is asked in the beginning: compiling what a server does would be counted as its work. */
    private static final int WARMING = 10;

    private static final long WARM_UP_SECONDS = 60;

    /** Each page is sent two looks in it. */
    private static final Duration SPAN = Duration.ofSeconds(2);

    /** Not counted after they are frozen or go on. */
    private static final Duration SETTLING = Duration.ofMillis(500);

    private static final Duration DRAIN = Duration.ofMinutes(2);

    private final BenchSettings settings;
    private final PrintStream out;
    private final Tpcb tpcb;
    private final BenchServers servers;
    private final List<String> faults = new ArrayList<>();

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
        out.printf("%n== pgbench TPC-B on old under `theseus run`, %d clients%n", Tpcb.CLIENTS);
        try (IdleGroup aside = IdleGroup.make();
                ServedMigration served = ServedMigration.start(servers, aside);
                Crowd crowd = Crowd.of(served, aside)) {
            served.awaitVerified();
            warmUp(crowd);
            served.awaitDrained(DRAIN);
            new LookingCosts(served, crowd, settings.seconds(), out).measure();
            hold("Server and crowd run " + aside, served, crowd);
            if (Processors.canBeSharedOut()) {
                served.partFrom(crowd);
                hold("Server and crowd have a processor of their own", served, crowd);
            }
        }
        faults.addAll(tpcb.faults("console"));
        return faults;
    }

    private void hold(String where, ServedMigration served, Crowd crowd) throws Exception {
        out.printf("%n  %s%n", where);
        double half = tpcb.run() / 2;
        served.awaitDrained(DRAIN);
        Map<Mode, List<Seen>> most = measure(where, OptionalDouble.empty(), served, crowd);
        Map<Mode, List<Seen>> atHalf = measure(where, OptionalDouble.of(half), served, crowd);
        out.printf("%n  %-30s %26s %26s%n", "", Mode.NOBODY.words, Mode.PEOPLE.words);
        print("transactions/s at most", most, Seen::perSecond);
        print("p50 ms at %,.0f/s".formatted(half), atHalf, Seen::median);
        print("p99 ms at %,.0f/s".formatted(half), atHalf, Seen::high);
        out.println("  Medians, and geometric means of the rounds' ratios, with intervals of 95 %.");
    }

    /** What a server does for the first time takes longer, and a migration takes weeks. */
    @SuppressWarnings("try") // the crowd looks by itself
    private static void warmUp(Crowd crowd) throws Exception {
        try (Crowd.Look look = crowd.look(PAGES, WARMING * REQUESTS)) {
            TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
        }
    }

    private Map<Mode, List<Seen>> measure(String where, OptionalDouble perSecond, ServedMigration served, Crowd crowd)
            throws Exception {
        List<Mode> modes = modes();
        List<Seen> seen;
        try (Tpcb.Logged pgbench = tpcb.log(perSecond);
                Crowd.Look look = crowd.look(PAGES, REQUESTS)) {
            List<Span> spans = new ArrayList<>();
            Duration before = served.used();
            for (Mode mode : modes) {
                spans.add(span(mode, served, crowd));
            }
            Crowd.Told told = look.told(SPAN.plus(SETTLING).multipliedBy(modes.size() / Mode.values().length));
            double used = served.used().minus(before).toNanos() / 1e9 / told.seconds();
            out.printf("  %s; the server used %.3f processors meanwhile%n", told, used);
            if (!told.isAll(PAGES, REQUESTS)) {
                faults.add("console: " + where + ": it was no crowd, with " + told);
            }
            seen = pgbench.end(spans);
        }
        served.awaitDrained(DRAIN);
        Map<Mode, List<Seen>> byMode = new EnumMap<>(Mode.class);
        for (int i = 0; i < modes.size(); i++) {
            byMode.computeIfAbsent(modes.get(i), mode -> new ArrayList<>()).add(seen.get(i));
        }
        return byMode;
    }

    /** Pairs, each the other way round than the one before it. */
    private List<Mode> modes() {
        long pairs =
                Math.max(1, settings.seconds().multipliedBy(settings.rounds()).dividedBy(SPAN));
        List<Mode> modes = new ArrayList<>();
        List<Mode> pair = new ArrayList<>(List.of(Mode.values()));
        for (long i = 0; i < pairs; i++) {
            modes.addAll(pair);
            Collections.reverse(pair);
        }
        return modes;
    }

    @SuppressWarnings("try") // whoever is frozen has nothing to do
    private static Span span(Mode mode, ServedMigration served, Crowd crowd) throws Exception {
        return switch (mode) {
            case NOBODY -> {
                try (Frozen nobody = Frozen.all(served.server(), crowd.process())) {
                    yield span();
                }
            }
            case PEOPLE -> span();
        };
    }

    private static Span span() throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(SETTLING.toNanos());
        Instant from = Instant.now();
        TimeUnit.NANOSECONDS.sleep(SPAN.toNanos());
        return new Span(from, Instant.now());
    }

    private void print(String what, Map<Mode, List<Seen>> seen, ToDoubleFunction<Seen> figure) {
        List<Double> alone = figures(seen, Mode.NOBODY, figure);
        List<Double> watched = figures(seen, Mode.PEOPLE, figure);
        out.printf(
                "  %-30s %26.2f %26.2f  %s%n",
                what, Standings.median(alone), Standings.median(watched), Ratio.of(watched, alone));
    }

    private static List<Double> figures(Map<Mode, List<Seen>> seen, Mode mode, ToDoubleFunction<Seen> figure) {
        return seen.getOrDefault(mode, List.of()).stream()
                .map(figure::applyAsDouble)
                .toList();
    }
}
