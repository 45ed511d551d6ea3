package dev.theseus.app.bench;

import dev.theseus.app.bench.BenchSettings.Part;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Holds all contests and prints their standings. Ends with 1 if Theseus failed in one. */
public final class Benchmark {

    private final BenchSettings settings;
    private final PrintStream out;

    private Benchmark(BenchSettings settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
    }

    public static void main(String[] arguments) throws Exception {
        Locale.setDefault(Locale.ROOT);
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BenchSettings settings;
        try {
            settings = BenchSettings.parse(arguments);
        } catch (IllegalArgumentException e) {
            out.println(e.getMessage());
            System.exit(2);
            return;
        }
        System.exit(new Benchmark(settings, out).run().isEmpty() ? 0 : 1);
    }

    private List<String> run() throws Exception {
        out.println("Starting two servers");
        try (BenchServers servers = BenchServers.open(settings)) {
            announce(servers);
            List<String> failures = new ArrayList<>();
            if (settings.parts().stream().anyMatch(part -> part != Part.WRITES)) {
                failures.addAll(contests(servers));
            }
            if (settings.parts().contains(Part.WRITES)) {
                failures.addAll(new WriteContest(servers, settings, out).hold());
            }
            failures.forEach(failure -> out.println("FAILED " + failure));
            return failures;
        }
    }

    private List<String> contests(BenchServers servers) throws Exception {
        out.printf("Loading %,.0f rows into old%n", 11e6 * settings.scale());
        BenchTables tables = new BenchTables(servers, settings.scale());
        tables.build();
        CopyContests contests = new CopyContests(servers, tables, settings, out);
        List<String> failures = new ArrayList<>();
        for (Part part : settings.parts()) {
            failures.addAll(
                    switch (part) {
                        case COPY -> contests.live();
                        case BULK -> contests.bulk();
                        case ROWS -> contests.rowByRow();
                        case VERIFY -> new VerifyContest(servers, tables, settings, out).hold();
                        case WRITES -> List.of();
                    });
        }
        return failures;
    }

    private void announce(BenchServers servers) throws Exception {
        out.printf(
                "PostgreSQL %s, %d processors, Java %s, heap of %,d MB%n",
                servers.text(dev.theseus.domain.database.Side.OLD, "SHOW server_version"),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.version"),
                Runtime.getRuntime().maxMemory() >> 20);
        for (String tool : List.of("psql", "pgbench", "pgcopydb")) {
            if (!Command.isOnPath(tool)) {
                out.println("Not on the PATH, so left out: " + tool);
            }
        }
    }
}
