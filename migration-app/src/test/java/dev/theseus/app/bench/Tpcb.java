package dev.theseus.app.bench;

import dev.theseus.domain.database.Side;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
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
    private static final Pattern LATENCY = Pattern.compile("latency average = ([0-9.]+) ms");

    private final BenchServers servers;
    private final BenchSettings settings;

    Tpcb(BenchServers servers, BenchSettings settings) {
        this.servers = servers;
        this.settings = settings;
    }

    static boolean isPossible() {
        return Command.isOnPath("pgbench");
    }

    /**
     * What pgbench told.
     *
     * @param perSecond transactions
     * @param millis that one took, on average
     */
    record Told(double perSecond, double millis) {}

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

    /** As many transactions as there can be. */
    Told run() throws Exception {
        return run(List.of());
    }

    /** So many transactions in a second, if that can be. */
    Told runAt(double perSecond) throws Exception {
        return run(List.of("-R", Long.toString(Math.max(1, Math.round(perSecond)))));
    }

    private Told run(List<String> more) throws Exception {
        servers.settle();
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
                Long.toString(settings.seconds().toSeconds())));
        words.addAll(more);
        words.add(servers.libpq(Side.OLD));
        String printed = Command.run(inSchema(words.toArray(String[]::new)));
        return new Told(figure(TPS, printed), figure(LATENCY, printed));
    }

    private static double figure(Pattern pattern, String printed) {
        Matcher figure = pattern.matcher(printed);
        if (!figure.find()) {
            throw new IllegalStateException("pgbench told no figure: " + printed);
        }
        return Double.parseDouble(figure.group(1));
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
