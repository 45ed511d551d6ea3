package dev.theseus.app.bench;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.BackfillSettings.ChunkOrder;
import dev.theseus.domain.plan.BackfillSettings.IndexBuild;
import dev.theseus.domain.relay.Relay.Drain;
import dev.theseus.domain.relay.RelayStatus;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What pgbench's TPC-B keeps of its throughput on old while all four of its tables are captured and relayed. */
final class WriteContest {

    private static final int FULL_SCALE = 50;

    /** Fewer branches than this, and the clients would mostly wait for each other. */
    private static final int SMALLEST = 20;

    private static final int CLIENTS = 4;
    private static final Duration DRAIN = Duration.ofMinutes(2);
    private static final Pattern TPS = Pattern.compile("tps = ([0-9.]+)");

    /** pgbench's tables live where its search path says; history gets a key, since what has none can't be migrated. */
    private static final String SCHEMA = "tpcb";

    private final BenchServers servers;
    private final BenchSettings settings;
    private final PrintStream out;
    private final Map<Mode, List<Double>> tps = new EnumMap<>(Mode.class);

    /** What runs beside pgbench. */
    private enum Mode {
        ALONE("pgbench alone"),
        CAPTURE("with capture"),
        RELAY("with capture and relay");

        private final String words;

        Mode(String words) {
            this.words = words;
        }
    }

    WriteContest(BenchServers servers, BenchSettings settings, PrintStream out) {
        this.servers = servers;
        this.settings = settings;
        this.out = out;
    }

    List<String> hold() throws Exception {
        if (!Command.isOnPath("pgbench")) {
            return List.of();
        }
        build();
        servers.vacuumByThemselves();
        out.printf("%n== pgbench TPC-B on old, %d clients, transactions/s%n", CLIENTS);
        List<Mode> order = new ArrayList<>(Arrays.asList(Mode.values()));
        order.forEach(mode -> tps.put(mode, new ArrayList<>()));
        List<String> failures = new ArrayList<>();
        for (int round = 1; round <= settings.rounds() && failures.isEmpty(); round++) {
            failures.addAll(round(round));
        }
        print();
        return failures;
    }

    private List<String> round(int round) throws Exception {
        note(round, Mode.ALONE, pgbench());
        empty();
        TheseusRig rig = TheseusRig.install(servers, SCHEMA, ChunkOrder.HEAP, IndexBuild.KEEP);
        try {
            rig.copy();
            note(round, Mode.CAPTURE, pgbench());
            rig.data().relay().start();
            drain(rig);
            note(round, Mode.RELAY, pgbench());
            return afterwards(rig);
        } finally {
            rig.close();
        }
    }

    /** How far behind the relay was, and whether it made both sides equal in the end. */
    private List<String> afterwards(TheseusRig rig) throws InterruptedException, SQLException {
        RelayStatus status = rig.data().relay().status();
        out.printf(
                "           relay: %,d entries pending at the end, lag p50 %d ms, p99 %d ms%n",
                status.backlog().entries(),
                status.lag().p50().toMillis(),
                status.lag().p99().toMillis());
        drain(rig);
        String sum =
                "SELECT count(*) || ' ' || sum(abalance) || ' ' || sum(hashtextextended(t::text, 0)) FROM tpcb.pgbench_accounts t";
        boolean equal = servers.text(Side.OLD, sum).equals(servers.text(Side.NEW, sum));
        return equal ? List.of() : List.of("relay: accounts differ after pgbench");
    }

    private static void drain(TheseusRig rig) throws InterruptedException {
        if (rig.data().relay().awaitDrained(rig.tables(), DRAIN) == Drain.STILL_PENDING) {
            throw new IllegalStateException("The relay did not drain the log within " + DRAIN);
        }
    }

    private void note(int round, Mode mode, double perSecond) {
        tps.get(mode).add(perSecond);
        out.printf("  round %d  %-30s %,10.0f%n", round, mode.words, perSecond);
    }

    private void print() {
        double alone = Standings.median(tps.get(Mode.ALONE));
        out.println();
        tps.forEach((mode, values) -> out.printf(
                "  %-30s %,10.0f  %.2f of alone%n",
                mode.words, Standings.median(values), Standings.median(values) / alone));
    }

    private void build() throws Exception {
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
    }

    private void empty() throws SQLException {
        servers.tell(
                Side.NEW,
                "TRUNCATE tpcb.pgbench_accounts, tpcb.pgbench_branches, tpcb.pgbench_tellers, tpcb.pgbench_history");
        servers.settle();
    }

    private double pgbench() throws Exception {
        servers.settle();
        String printed = Command.run(inSchema(
                "pgbench",
                "-n",
                "-M",
                "prepared",
                "-c",
                Integer.toString(CLIENTS),
                "-j",
                "2",
                "-T",
                Long.toString(settings.seconds().toSeconds()),
                servers.libpq(Side.OLD)));
        Matcher figure = TPS.matcher(printed);
        if (!figure.find()) {
            throw new IllegalStateException("pgbench told no figure: " + printed);
        }
        return Double.parseDouble(figure.group(1));
    }

    private static List<String> inSchema(String... words) {
        List<String> command = new ArrayList<>(List.of("env", "PGOPTIONS=-c search_path=" + SCHEMA));
        command.addAll(List.of(words));
        return command;
    }
}
