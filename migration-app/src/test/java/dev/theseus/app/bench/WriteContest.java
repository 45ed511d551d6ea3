package dev.theseus.app.bench;

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

/** What pgbench's TPC-B keeps of its throughput on old while all four of its tables are captured and relayed. */
final class WriteContest {

    private static final Duration DRAIN = Duration.ofMinutes(2);
    private final BenchServers servers;
    private final BenchSettings settings;
    private final PrintStream out;
    private final Tpcb tpcb;
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
        this.tpcb = new Tpcb(servers, settings);
    }

    List<String> hold() throws Exception {
        if (!Tpcb.isPossible()) {
            return List.of();
        }
        tpcb.build();
        out.printf("%n== pgbench TPC-B on old, %d clients, transactions/s%n", Tpcb.CLIENTS);
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
        note(round, Mode.ALONE, tpcb.run());
        tpcb.emptyNew();
        TheseusRig rig = TheseusRig.install(servers, Tpcb.SCHEMA, ChunkOrder.HEAP, IndexBuild.KEEP);
        try {
            rig.copy();
            note(round, Mode.CAPTURE, tpcb.run());
            rig.data().relay().start();
            drain(rig);
            note(round, Mode.RELAY, tpcb.run());
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
        return tpcb.faults("relay");
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
}
