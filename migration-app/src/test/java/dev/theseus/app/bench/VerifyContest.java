package dev.theseus.app.bench;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.BackfillSettings.ChunkOrder;
import dev.theseus.domain.plan.BackfillSettings.IndexBuild;
import dev.theseus.domain.verification.VerificationReport;
import dev.theseus.domain.verification.VerificationReport.Verdict;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Who tells fastest that both sides are equal. */
final class VerifyContest {

    private static final String COUNT = "SELECT count(*) FROM bench.%s t";
    private static final String HASH = "SELECT count(*) || ' ' || sum(hashtextextended(t::text, 0)) FROM bench.%s t";

    private final BenchServers servers;
    private final BenchTables tables;
    private final BenchSettings settings;
    private final PrintStream out;

    VerifyContest(BenchServers servers, BenchTables tables, BenchSettings settings, PrintStream out) {
        this.servers = servers;
        this.tables = tables;
        this.settings = settings;
        this.out = out;
    }

    List<String> hold() throws Exception {
        tables.emptyWithKeys();
        TheseusRig rig = TheseusRig.install(servers, "bench", ChunkOrder.HEAP, IndexBuild.KEEP);
        try {
            rig.copy();
            servers.tell(Side.NEW, "VACUUM ANALYZE bench.accounts, bench.users, bench.orders");
            servers.settle();
            rig.data().relay().start();
            Standings standings = new Contest("comparing both sides", out, contenders(rig)).hold(settings.rounds());
            standings.print(out, "sum(hash of row text)");
            return standings.failures();
        } finally {
            rig.close();
        }
    }

    private List<Contender> contenders(TheseusRig rig) {
        List<Contender> contenders = new ArrayList<>();
        contenders.add(peer("count(*) of both sides at once", () -> compare(COUNT)));
        contenders.add(peer("sum(hash of row text) of both sides at once", () -> compare(HASH)));
        if (Pgcopydb.isInstalled()) {
            contenders.add(peer("pgcopydb compare data", new Pgcopydb(servers)::compare));
        }
        contenders.add(new TheseusVerification(rig));
        return contenders;
    }

    private static Contender peer(String name, Timed.Work work) {
        return new Timed(name, () -> {}, work, () -> {});
    }

    private void compare(String query) throws Exception {
        try (ExecutorService sides = Executors.newFixedThreadPool(2)) {
            Future<List<String>> old = sides.submit(() -> answers(Side.OLD, query));
            Future<List<String>> target = sides.submit(() -> answers(Side.NEW, query));
            if (!old.get().equals(target.get())) {
                throw new IllegalStateException("found the sides to differ");
            }
        }
    }

    private List<String> answers(Side side, String query) throws SQLException {
        List<String> answers = new ArrayList<>();
        for (String table : BenchTables.NAMES) {
            answers.add(servers.text(side, query.formatted(table)));
        }
        return answers;
    }

    /** Theseus, with its relay running. */
    private final class TheseusVerification implements Contender {

        private final TheseusRig rig;
        private VerificationReport report = new VerificationReport(List.of());

        TheseusVerification(TheseusRig rig) {
            this.rig = rig;
        }

        @Override
        public String name() {
            return "Theseus";
        }

        @Override
        public Trial trial() {
            return Trial.THESEUS;
        }

        @Override
        public void prepare() {
            report = new VerificationReport(List.of());
        }

        @Override
        public void run() throws InterruptedException {
            report = rig.data().verification().verify(rig.tables(), table -> {});
        }

        @Override
        public void check() throws SQLException {
            if (report.verdict() != Verdict.EQUAL || report.rowsCompared() != tables.rows()) {
                throw new IllegalStateException(
                        "said " + report.verdict() + " after " + report.rowsCompared() + " rows");
            }
        }
    }
}
