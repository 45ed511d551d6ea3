package dev.theseus.jdbc.copy;

import dev.theseus.domain.backfill.Chunk;
import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.plan.BackfillSettings.ChunkOrder;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.PgRelation;
import dev.theseus.jdbc.postgres.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks at a table of the old database before it is copied: which relations hold its rows, and up to where. */
final class SourceSurvey {

    /** From this version on, a range of the heap is found without reading what is before it. */
    private static final int RANGE_SCANS = 140_000;

    private static final String RELATIONS = """
            SELECT n.nspname, c.relname, c.relkind::text AS kind, coalesce(m.amname = 'heap', false) AS is_heap
            FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN pg_catalog.pg_am m ON m.oid = c.relam
            WHERE (c.oid = ?::regclass AND c.relkind <> 'p')
               OR c.oid IN (SELECT relid FROM pg_catalog.pg_partition_tree(?::regclass) WHERE isleaf)
            ORDER BY n.nspname, c.relname""";

    private static final String SIZE = """
            SELECT pg_relation_filenode(c.oid)::bigint AS file_node, pg_table_size(c.oid) AS bytes, c.reltuples::bigint AS rows,
                   pg_relation_size(c.oid) / current_setting('block_size')::bigint AS pages
            FROM pg_catalog.pg_class c WHERE c.oid = ?::regclass""";

    private final PgDatabase old;
    private final ChunkOrder order;

    SourceSurvey(PgDatabase old, ChunkOrder order) {
        this.old = old;
        this.order = order;
    }

    /**
     * What was found.
     *
     * @param since every change was noted that a transaction from this one on made
     */
    record Survey(long since, List<Part> parts) {}

    Survey of(TablePlan table, Chunk.Manner manner) {
        long since = captureSince(table);
        List<Part> parts = new ArrayList<>();
        for (Relation relation : relations(table)) {
            Cut cut = cut(relation);
            parts.add(part(table, relation.name(), cut, manner, parts.size() + 1));
        }
        return new Survey(since, parts);
    }

    /** The relation once more, by key; empty if it is gone, and its rows with it. */
    Optional<Part> byKey(TablePlan table, TableName relation, Chunk.Manner manner, int number) {
        boolean stands = relations(table).stream().anyMatch(r -> r.name().equals(relation));
        return stands ? Optional.of(part(table, relation, Cut.KEY, manner, number)) : Optional.empty();
    }

    private enum Cut {
        HEAP,
        KEY
    }

    private record Relation(TableName name, String kind, boolean isHeap, boolean hasRangeScans) {}

    private long captureSince(TablePlan table) {
        return old.inTransaction("look for the capture of " + table.old(), connection -> {
                    SourceSession.begin(connection);
                    return CaptureMark.read(connection, table);
                })
                .since();
    }

    private List<Relation> relations(TablePlan table) {
        return old.inTransaction("look for the partitions of " + table.old(), connection -> {
            SourceSession.begin(connection);
            boolean ranges = connection.getMetaData().getDatabaseMajorVersion() * 10_000 >= RANGE_SCANS;
            try (PreparedStatement query = connection.prepareStatement(RELATIONS)) {
                query.setString(1, Sql.quoted(table.old()));
                query.setString(2, Sql.quoted(table.old()));
                try (ResultSet rows = query.executeQuery()) {
                    List<Relation> relations = new ArrayList<>();
                    while (rows.next()) {
                        TableName name = new TableName(rows.getString("nspname"), rows.getString("relname"));
                        relations.add(new Relation(name, rows.getString("kind"), rows.getBoolean("is_heap"), ranges));
                    }
                    return relations;
                }
            }
        });
    }

    private Cut cut(Relation relation) {
        if (!relation.kind().equals("r")) {
            throw new DatabaseRefused(
                    Side.OLD,
                    "0A000",
                    "Rows of " + relation.name() + " are not kept in this database, so no capture sees them change: "
                            + "detach this partition or leave the table out of the plan");
        }
        boolean canFollowHeap = relation.isHeap() && relation.hasRangeScans();
        return switch (order) {
            case KEY -> Cut.KEY;
            case AUTOMATIC -> canFollowHeap ? Cut.HEAP : Cut.KEY;
            case HEAP -> {
                if (!canFollowHeap) {
                    throw new DatabaseRefused(
                            Side.OLD,
                            "0A000",
                            "Chunks of " + relation.name()
                                    + " can't follow the heap: that needs PostgreSQL 14 or newer "
                                    + "and the access method heap. Let the plan's chunk order be automatic or key");
                }
                yield Cut.HEAP;
            }
        };
    }

    private Part part(TablePlan table, TableName relation, Cut cut, Chunk.Manner manner, int number) {
        return old.inTransaction("measure " + relation, connection -> {
            SourceSession.begin(connection);
            // number of the file and its length must belong together
            SourceSession.hold(connection, relation);
            try (PreparedStatement query = connection.prepareStatement(SIZE)) {
                query.setString(1, Sql.quoted(relation));
                try (ResultSet row = query.executeQuery()) {
                    row.next();
                    long pages = row.getLong("pages");
                    long estimated = row.getLong("rows");
                    Part.Size size = new Part.Size(
                            row.getLong("bytes"), estimated > 0 ? estimated : sampled(connection, relation, pages));
                    Part.Rest rest =
                            cut == Cut.HEAP ? heap(row.getLong("file_node"), pages) : keys(connection, table, relation);
                    return new Part(number, relation, manner, rest, size);
                }
            }
        });
    }

    private static Part.Rest heap(long fileNode, long pages) {
        return pages == 0 ? new Part.Rest.Nothing() : new Part.Rest.OfHeap(fileNode, 0, pages);
    }

    private static Part.Rest keys(Connection connection, TablePlan table, TableName relation) throws SQLException {
        KeyOrder order = new KeyOrder(PgRelation.captured(connection, table, Side.OLD), relation);
        Optional<RowKey> greatest = order.greatest(connection);
        return greatest.isEmpty() ? new Part.Rest.Nothing() : new Part.Rest.OfKeys(Optional.empty(), greatest.get());
    }

    /** A table that was never analyzed has no estimate: count the rows of about a hundred pages. */
    private static long sampled(Connection connection, TableName relation, long pages) throws SQLException {
        if (pages == 0) {
            return 0;
        }
        double percent = Math.min(100, 10_000.0 / pages);
        String sql = "SELECT count(*) FROM ONLY " + Sql.quoted(relation) + " TABLESAMPLE SYSTEM (" + percent + ")";
        try (PreparedStatement query = connection.prepareStatement(sql);
                ResultSet row = query.executeQuery()) {
            row.next();
            return Math.round(row.getLong(1) * 100 / percent);
        }
    }
}
