package dev.theseus.app.bench;

import dev.theseus.domain.database.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** pgbench's TPC-B on old, whose four tables have a schema of their own on both sides. */
final class Tpcb {

    static final int CLIENTS = 4;

    /** pgbench's tables live where its search path says; history gets a key, since what has none can't be migrated. */
    static final String SCHEMA = "tpcb";

    private static final int FULL_SCALE = 50;

    /** Fewer branches than this, and the clients would mostly wait for each other. */
    private static final int SMALLEST = 20;

    private static final Pattern TPS = Pattern.compile("tps = ([0-9.]+)");

    private static final Pattern PROGRESS = Pattern.compile("progress: .*?, ([0-9.]+) tps");

    private static final Duration FOR_EVER = Duration.ofDays(1);

    /** pgbench keeps what it logs of less than this to itself, and forgets it when it is ended. */
    private static final Duration BUFFERED = Duration.ofSeconds(3);

    private final BenchServers servers;
    private final BenchSettings settings;

    Tpcb(BenchServers servers, BenchSettings settings) {
        this.servers = servers;
        this.settings = settings;
    }

    static boolean isPossible() {
        return Command.isOnPath("pgbench");
    }

    /** Makes the tables anew, those of new without rows; from then on the servers vacuum them by themselves. */
    void build() throws Exception {
        long scale = Math.max(SMALLEST, Math.round(FULL_SCALE * settings.scale()));
        for (Side side : Side.values()) {
            servers.tell(side, "DROP SCHEMA IF EXISTS tpcb CASCADE; CREATE SCHEMA tpcb");
            Command.run(inSchema(
                    "pgbench",
                    "-i",
                    "-q",
                    "-I",
                    side == Side.OLD ? "dtgp" : "dtp",
                    "-s",
                    Long.toString(scale),
                    servers.libpq(side)));
            servers.tell(
                    side,
                    "ALTER TABLE tpcb.pgbench_history ADD COLUMN id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY");
            servers.tell(side, "VACUUM ANALYZE");
        }
        servers.vacuumByThemselves();
    }

    void emptyNew() throws SQLException {
        servers.tell(
                Side.NEW,
                "TRUNCATE tpcb.pgbench_accounts, tpcb.pgbench_branches, tpcb.pgbench_tellers, tpcb.pgbench_history");
        servers.settle();
    }

    /** As many transactions as there can be; how many in a second that were. */
    double run() throws Exception {
        servers.settle();
        String printed =
                Command.run(inSchema(pgbench(settings.seconds(), List.of()).toArray(String[]::new)));
        Matcher figure = TPS.matcher(printed);
        if (!figure.find()) {
            throw new IllegalStateException("pgbench told no figure: " + printed);
        }
        return Double.parseDouble(figure.group(1));
    }

    /** As many transactions as there can be, until it is closed. */
    Going begin() throws Exception {
        servers.settle();
        return new Going(start(pgbench(FOR_EVER, List.of("-P", "1"))));
    }

    /**
     * A run that goes on until it is asked what it logged of its transactions.
     *
     * @param perSecond how many there are, if there can be; empty for as many as there can be
     */
    Logged log(OptionalDouble perSecond) throws Exception {
        servers.settle();
        Path directory = Files.createTempDirectory(servers.directory(), "pgbench");
        List<String> options = new ArrayList<>(List.of("-l", "--log-prefix=" + directory.resolve("log")));
        perSecond.ifPresent(rate -> options.addAll(List.of("-R", Long.toString(Math.max(1, Math.round(rate))))));
        return new Logged(start(pgbench(FOR_EVER, options)), directory);
    }

    private BenchProcess start(List<String> words) throws IOException {
        return BenchProcess.start(
                inSchema(words.toArray(String[]::new)),
                Map.of(),
                Files.createTempFile(servers.directory(), "pgbench", ".txt"));
    }

    /** A pgbench that goes on beside something else. */
    record Going(BenchProcess pgbench) implements AutoCloseable {

        /**
         * Transactions in a second, from its beginning until now.
         *
         * @throws IllegalStateException if it saw an error
         */
        double perSecond() throws IOException {
            return PROGRESS.matcher(faultless(pgbench))
                    .results()
                    .mapToDouble(second -> Double.parseDouble(second.group(1)))
                    .average()
                    .orElseThrow();
        }

        @Override
        public void close() {
            pgbench.end();
        }
    }

    /** @param directory where the log is */
    record Logged(BenchProcess pgbench, Path directory) implements AutoCloseable {

        /**
         * Ends it.
         *
         * @return what was seen in each
         * @throws IllegalStateException if it saw an error
         */
        List<PgbenchLog.Seen> end(List<PgbenchLog.Span> spans) throws IOException, InterruptedException {
            TimeUnit.NANOSECONDS.sleep(BUFFERED.toNanos());
            faultless(pgbench);
            pgbench.end();
            return PgbenchLog.read(directory, spans);
        }

        @Override
        public void close() {
            pgbench.end();
        }
    }

    /** @return what it printed */
    private static String faultless(BenchProcess pgbench) throws IOException {
        pgbench.requireAlive();
        String printed = pgbench.printed();
        if (printed.contains("error") || printed.contains("abort")) {
            throw new IllegalStateException("pgbench saw an error: " + printed);
        }
        return printed;
    }

    private List<String> pgbench(Duration time, List<String> more) {
        List<String> words = new ArrayList<>(List.of(
                "pgbench",
                "-n",
                "-M",
                "prepared",
                "-c",
                Integer.toString(CLIENTS),
                "-j",
                "2",
                "-T",
                Long.toString(time.toSeconds())));
        words.addAll(more);
        words.add(servers.libpq(Side.OLD));
        return words;
    }

    /**
     * Whether both sides have the same accounts.
     *
     * @param whose the contest's name
     * @return what is wrong
     */
    List<String> faults(String whose) throws SQLException {
        String sum =
                "SELECT count(*) || ' ' || sum(abalance) || ' ' || sum(hashtextextended(t::text, 0)) FROM tpcb.pgbench_accounts t";
        return servers.text(Side.OLD, sum).equals(servers.text(Side.NEW, sum))
                ? List.of()
                : List.of(whose + ": accounts differ after pgbench");
    }

    private static List<String> inSchema(String... words) {
        List<String> command = new ArrayList<>(List.of("env", "PGOPTIONS=-c search_path=" + SCHEMA));
        command.addAll(List.of(words));
        return command;
    }
}
