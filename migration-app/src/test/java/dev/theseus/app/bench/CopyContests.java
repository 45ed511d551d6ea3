package dev.theseus.app.bench;

import dev.theseus.domain.plan.BackfillSettings.ChunkOrder;
import dev.theseus.domain.plan.BackfillSettings.IndexBuild;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Who brings all rows over fastest. */
final class CopyContests {

    private static final int PIECES = 4;
    private static final long SUBSET = 400_000;

    private final BenchServers servers;
    private final BenchTables tables;
    private final BenchSettings settings;
    private final PrintStream out;
    private final Psql psql;
    private final Pgcopydb pgcopydb;

    CopyContests(BenchServers servers, BenchTables tables, BenchSettings settings, PrintStream out) {
        this.servers = servers;
        this.tables = tables;
        this.settings = settings;
        this.out = out;
        this.psql = new Psql(servers);
        this.pgcopydb = new Pgcopydb(servers);
    }

    /** Into tables that have their keys; Theseus's capture is on. */
    List<String> live() {
        List<Contender> contenders = new ArrayList<>();
        if (Psql.isInstalled()) {
            contenders.add(live("psql COPY | COPY binary, 1 stream", () -> psql.copyTables(1)));
            contenders.add(live("psql COPY | COPY binary, 2 streams", () -> psql.copyTables(2)));
            contenders.add(live("psql COPY | COPY binary, 2 streams, ranges", () -> psql.copyRanges(2, PIECES)));
        }
        if (Pgcopydb.isInstalled()) {
            contenders.add(live("pgcopydb copy table-data, text", pgcopydb::copyTables));
            contenders.add(live("pgcopydb copy table-data, binary", () -> pgcopydb.copyTables("--use-copy-binary")));
        }
        contenders.add(theseus("Theseus by heap, 2 workers, capture on", ChunkOrder.HEAP, IndexBuild.KEEP));
        contenders.add(theseus("Theseus by key, 2 workers, capture on", ChunkOrder.KEY, IndexBuild.KEEP));
        return hold("copy, keys present on the target (live)", contenders, "psql");
    }

    /** Into tables whose indexes and foreign keys are built afterwards. */
    List<String> bulk() {
        List<Contender> contenders = new ArrayList<>();
        if (Psql.isInstalled()) {
            contenders.add(bulk("psql COPY | COPY binary, 1 stream, then indexes", () -> psql.copyTables(1)));
            contenders.add(bulk("psql COPY | COPY binary, 2 streams, then indexes", () -> psql.copyTables(2)));
        }
        if (Pgcopydb.isInstalled()) {
            contenders.add(new Timed(
                    "pgcopydb clone, 2 jobs", tables::emptyWithAll, pgcopydb::cloneAll, tables::requireCopied));
        }
        contenders.add(theseus("Theseus by heap, 2 workers, indexes after", ChunkOrder.HEAP, IndexBuild.AFTER_COPY));
        return hold("copy, then indexes and foreign keys (bulk)", contenders, "psql");
    }

    /** What a loop over rows costs, on a part of one table. */
    List<String> rowByRow() {
        long rows = Math.round(SUBSET * settings.scale());
        RowByRow jdbc = new RowByRow(servers, rows);
        List<Contender> contenders = new ArrayList<>();
        if (Psql.isInstalled()) {
            contenders.add(new Timed(
                    "psql COPY | COPY binary",
                    tables::emptyWithKeys,
                    () -> psql.copyFirst("orders", rows),
                    () -> tables.requireOrders(rows)));
        }
        contenders.add(new Timed(
                "JDBC, batches of 1,000 INSERTs",
                tables::emptyWithKeys,
                jdbc::batched,
                () -> tables.requireOrders(rows)));
        contenders.add(new Timed(
                "JDBC, one INSERT for each row",
                tables::emptyWithKeys,
                jdbc::single,
                () -> tables.requireOrders(rows)));
        return hold("%,d rows of orders, row by row".formatted(rows), contenders, "psql");
    }

    private Contender live(String name, Timed.Work work) {
        return new Timed(name, tables::emptyWithKeys, work, tables::requireCopied);
    }

    private Contender bulk(String name, Timed.Work copy) {
        return new Timed(
                name,
                tables::emptyWithoutIndexes,
                () -> {
                    copy.perform();
                    tables.buildIndexes();
                },
                () -> {
                    tables.requireCopied();
                    tables.requireIndexes();
                });
    }

    private Contender theseus(String name, ChunkOrder order, IndexBuild indexes) {
        return new TheseusCopy(name, servers, tables, order, indexes);
    }

    private List<String> hold(String title, List<Contender> contenders, String baseline) {
        Standings standings = new Contest(title, out, contenders).hold(settings.rounds());
        standings.print(out, baseline);
        return standings.failures();
    }
}
