package dev.theseus.app.bench;

import dev.theseus.domain.database.Side;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** {@code psql -c "COPY … TO STDOUT (FORMAT binary)" old | psql -c "COPY … FROM STDIN (FORMAT binary)" new}. */
final class Psql {

    private static final int PAGE = 8192;

    private final BenchServers servers;

    Psql(BenchServers servers) {
        this.servers = servers;
    }

    static boolean isInstalled() {
        return Command.isOnPath("psql");
    }

    /** Whole tables, over so many pipes at once. */
    void copyTables(int streams) throws Exception {
        List<Piece> pieces = new ArrayList<>();
        BenchTables.NAMES.forEach(table -> pieces.add(new Piece(table, "bench." + table)));
        copy(pieces, streams);
    }

    /** Tables cut into ranges of pages, over so many pipes at once. */
    void copyRanges(int streams, int perTable) throws Exception {
        List<Piece> pieces = new ArrayList<>();
        for (String table : BenchTables.NAMES) {
            pieces.addAll(cut(table, perTable));
        }
        copy(pieces, streams);
    }

    private List<Piece> cut(String table, int pieces) throws SQLException {
        long pages = servers.number(Side.OLD, "SELECT pg_relation_size('bench." + table + "')") / PAGE;
        List<Piece> cut = new ArrayList<>();
        for (int i = 0; i < pieces; i++) {
            cut.add(new Piece(
                    table,
                    String.format(
                            Locale.ROOT,
                            "(SELECT * FROM bench.%s WHERE ctid >= '(%d,0)' AND ctid < '(%d,0)')",
                            table,
                            pages * i / pieces,
                            i + 1 == pieces ? pages + 1 : pages * (i + 1) / pieces)));
        }
        return cut;
    }

    /** One whole table. */
    void copyTable(String table) throws Exception {
        new Piece(table, "bench." + table).copy();
    }

    /**
     * What a query gives, into one table.
     *
     * @param query in parentheses
     */
    void copy(String query, String table) throws Exception {
        new Piece(table, query).copy();
    }

    /** The first rows of one table. */
    void copyFirst(String table, long rows) throws Exception {
        new Piece(table, "(SELECT * FROM bench." + table + " LIMIT " + rows + ")").copy();
    }

    private static void copy(List<Piece> pieces, int streams) throws Exception {
        Queue<Piece> queue = new ConcurrentLinkedQueue<>(pieces);
        try (ExecutorService workers = Executors.newFixedThreadPool(streams)) {
            List<Future<?>> work = new ArrayList<>();
            for (int i = 0; i < streams; i++) {
                work.add(workers.submit(() -> {
                    for (Piece piece = queue.poll(); piece != null; piece = queue.poll()) {
                        piece.copy();
                    }
                    return null;
                }));
            }
            for (Future<?> stream : work) {
                await(stream);
            }
        }
    }

    private static void await(Future<?> work) throws Exception {
        try {
            work.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    private List<String> psql(Side side, String sql) {
        return List.of("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", servers.libpq(side), "-c", sql);
    }

    /** What one pipe carries. */
    private final class Piece {
        private final String table;
        private final String from;

        Piece(String table, String from) {
            this.table = table;
            this.from = from;
        }

        void copy() throws Exception {
            Command.pipe(
                    psql(Side.OLD, "COPY " + from + " TO STDOUT (FORMAT binary)"),
                    psql(Side.NEW, "COPY bench." + table + " FROM STDIN (FORMAT binary)"));
        }
    }
}
