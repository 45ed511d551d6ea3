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
 * <p>One run of pgbench after another differ by more than is looked for, so one goes on while the crowd comes and goes.
 */
final class ConsoleContest {

    static final int PAGES = 200;
    static final int REQUESTS = 50;

    /** So many times as often is asked in the beginning: compiling what a server does would be counted as its work. */
    private static final int WARMING = 10;

    private static final long WARM_UP_SECONDS = 60;

    /** Not counted when the crowd has come or gone: connections are opened then. */
    private static final Duration SETTLING = Duration.ofSeconds(2);

    private static final Duration COMING_AND_GOING = Duration.ofSeconds(2);

    private static final Duration DRAIN = Duration.ofMinutes(2);

    private final BenchSettings settings;
    private final PrintStream out;
    private final Tpcb tpcb;
    private final BenchServers servers;

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
        return tpcb.faults("console");
    }

    private void hold(String where, ServedMigration served, Crowd crowd) throws Exception {
        out.printf("%n  %s%n", where);
        double half = tpcb.run() / 2;
        served.awaitDrained(DRAIN);
        Map<Mode, List<Seen>> most = measure(OptionalDouble.empty(), served, crowd);
        Map<Mode, List<Seen>> atHalf = measure(OptionalDouble.of(half), served, crowd);
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

    private Map<Mode, List<Seen>> measure(OptionalDouble perSecond, ServedMigration served, Crowd crowd)
            throws Exception {
        List<Mode> modes = new ArrayList<>();
        List<Mode> round = new ArrayList<>(List.of(Mode.values()));
        for (int i = 0; i < settings.rounds(); i++) {
            modes.addAll(round);
            Collections.reverse(round);
        }
        Duration each = settings.seconds().plus(SETTLING).plus(COMING_AND_GOING);
        List<Seen> seen;
        try (Tpcb.Logged pgbench = tpcb.log(each.multipliedBy(modes.size()), perSecond)) {
            List<Span> spans = new ArrayList<>();
            for (Mode mode : modes) {
                spans.add(span(mode, served, crowd));
            }
            seen = pgbench.seen(spans);
        }
        served.awaitDrained(DRAIN);
        Map<Mode, List<Seen>> byMode = new EnumMap<>(Mode.class);
        for (int i = 0; i < modes.size(); i++) {
            byMode.computeIfAbsent(modes.get(i), mode -> new ArrayList<>()).add(seen.get(i));
        }
        return byMode;
    }

    private Span span(Mode mode, ServedMigration served, Crowd crowd) throws Exception {
        return switch (mode) {
            case NOBODY -> span(mode, served);
            case PEOPLE -> {
                try (Crowd.Look look = crowd.look(PAGES, REQUESTS)) {
                    Span span = span(mode, served);
                    out.printf("  %s%n", look.told());
                    yield span;
                }
            }
        };
    }

    private Span span(Mode mode, ServedMigration served) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(SETTLING.toNanos());
        Instant from = Instant.now();
        Duration before = served.used();
        TimeUnit.NANOSECONDS.sleep(settings.seconds().toNanos());
        Span span = new Span(from, Instant.now());
        out.printf(
                "  %-30s the server used %.3f processors%n",
                mode.words, served.used().minus(before).toNanos() / 1e9 / span.seconds());
        return span;
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
