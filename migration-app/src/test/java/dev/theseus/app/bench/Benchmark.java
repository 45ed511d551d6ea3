package dev.theseus.app.bench;

import dev.theseus.app.bench.BenchSettings.Part;
import dev.theseus.domain.database.Side;
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
            BenchTables tables = new BenchTables(servers, settings.scale());
            if (settings.parts().stream().anyMatch(Part::needsTables)) {
                out.printf("Loading %,.0f rows into old%n", 11e6 * settings.scale());
                tables.build();
            }
            List<String> failures = new ArrayList<>();
            for (Part part : settings.parts()) {
                failures.addAll(hold(part, servers, tables));
            }
            failures.forEach(failure -> out.println("FAILED " + failure));
            return failures;
        }
    }

    private List<String> hold(Part part, BenchServers servers, BenchTables tables) throws InterruptedException {
        CopyContests copies = new CopyContests(servers, tables, settings, out);
        try {
            return switch (part) {
                case COPY -> copies.live();
                case BULK -> copies.bulk();
                case ROWS -> copies.rowByRow();
                case MAPPING -> new MappingContest(servers, tables, settings, out).hold();
                case VERIFY -> new VerifyContest(servers, tables, settings, out).hold();
                case WRITES -> new WriteContest(servers, settings, out).hold();
                case RUN -> new RunContest(servers, settings, out).hold();
                case GATEWAY -> new GatewayContest(servers, settings, out).hold();
                case CONSOLE -> new ConsoleContest(servers, settings, out).hold();
            };
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            // the other contests can be held all the same
            return List.of(part + ": " + e);
        }
    }

    private void announce(BenchServers servers) throws Exception {
        out.printf(
                "PostgreSQL %s, %d processors, Java %s, heap of %,d MB%n",
                servers.text(Side.OLD, "SHOW server_version"),
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
