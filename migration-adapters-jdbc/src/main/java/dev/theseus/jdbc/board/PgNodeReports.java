package dev.theseus.jdbc.board;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.routing.NodeReports;
import dev.theseus.domain.routing.NodeWord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Keeps one row for each node, and the words that nobody has taken. Times are the server's. */
final class PgNodeReports implements NodeReports {

    static final int MOST_WORDS = 1_000;

    private static final String BEAT = """
            INSERT INTO theseus.gateway_node (node, service, at, version, reads, counts)
            VALUES (?, ?, clock_timestamp(), ?, ?, ?)
            ON CONFLICT (node) DO UPDATE SET (service, at, version, reads, counts) =
              (excluded.service, excluded.at, excluded.version, excluded.reads, excluded.counts)""";

    private static final String LEAVE = "DELETE FROM theseus.gateway_node WHERE node = ?";

    private static final String NODES = """
            SELECT node, service, at, version, reads, counts FROM theseus.gateway_node
            WHERE at > clock_timestamp() - interval '%d s' ORDER BY node""".formatted(Look.SILENCE.toSeconds());

    /**
     * Nodes may say the same for hours while the control plane is away: of mismatches, {@value #MOST_WORDS} words say
     * as much as a million, and the nodes count them all.
     */
    private static final String SAY = """
            INSERT INTO theseus.gateway_word (node, kind, detail) SELECT ?, w.kind, ? FROM (VALUES (?)) w(kind)
            WHERE w.kind <> 'MISMATCH' OR
              (SELECT count(*) FROM (SELECT FROM theseus.gateway_word LIMIT %1$d) stand) < %1$d""".formatted(MOST_WORDS);

    /** With the word, so that one look finds it; the node's next sign of life says the same. */
    private static final String MARK = """
            INSERT INTO theseus.gateway_node (node, service, at, version, reads, counts)
            VALUES (?, '', clock_timestamp(), 0, ?, '{0,0,0,0,0,0,0,0}')
            ON CONFLICT (node) DO UPDATE SET (at, reads) = (excluded.at, excluded.reads)""";

    private static final String WORDS =
            "SELECT id, node, kind, at, detail FROM theseus.gateway_word ORDER BY id LIMIT ?";

    private static final String TAKEN = "DELETE FROM theseus.gateway_word WHERE id = ANY (?)";

    private final BoardTables tables;

    PgNodeReports(BoardTables tables) {
        this.tables = tables;
    }

    @Override
    public void beat(NodeBeat beat) {
        tables.ifStanding("note a sign of life of node " + beat.node(), connection -> {
            try (PreparedStatement upsert = connection.prepareStatement(BEAT)) {
                upsert.setString(1, beat.node());
                upsert.setString(2, beat.service());
                upsert.setLong(3, beat.version());
                upsert.setString(4, beat.reads().name());
                upsert.setArray(5, connection.createArrayOf("int8", CountsRow.of(beat)));
                return upsert.executeUpdate();
            }
        });
    }

    @Override
    public void leave(String node) {
        tables.ifStanding("take node " + node + " off the list", connection -> {
            try (PreparedStatement delete = connection.prepareStatement(LEAVE)) {
                delete.setString(1, node);
                return delete.executeUpdate();
            }
        });
    }

    @Override
    public List<NodeBeat> nodes() {
        return tables.ifStanding("read the list of nodes", PgNodeReports::nodes).orElse(List.of());
    }

    private static List<NodeBeat> nodes(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(NODES);
                ResultSet rows = query.executeQuery()) {
            List<NodeBeat> found = new ArrayList<>();
            while (rows.next()) {
                found.add(new NodeBeat(
                        rows.getString("node"),
                        rows.getString("service"),
                        rows.getTimestamp("at").toInstant(),
                        rows.getLong("version"),
                        Reads.valueOf(rows.getString("reads")),
                        CountsRow.read(rows.getArray("counts")),
                        CountsRow.readLatencies(rows.getArray("counts"))));
            }
            return found;
        }
    }

    @Override
    public void say(String node, NodeWord.Kind kind, String detail) {
        tables.ifStanding("leave word of node " + node, connection -> {
            try (PreparedStatement insert = connection.prepareStatement(SAY)) {
                insert.setString(1, node);
                insert.setString(2, detail);
                insert.setString(3, kind.name());
                insert.executeUpdate();
            }
            switch (kind) {
                case READS_FAILED -> mark(connection, node, Reads.FAILING);
                case READS_RECOVERED -> mark(connection, node, Reads.WORKING);
                case MISMATCH -> {}
            }
            return node;
        });
    }

    private static void mark(Connection connection, String node, Reads reads) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement(MARK)) {
            upsert.setString(1, node);
            upsert.setString(2, reads.name());
            upsert.executeUpdate();
        }
    }

    @Override
    public List<NodeWord> words(int limit) {
        return tables.ifStanding("read the nodes' words", c -> words(c, limit)).orElse(List.of());
    }

    private List<NodeWord> words(Connection connection, int limit) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(WORDS)) {
            query.setInt(1, limit);
            try (ResultSet rows = query.executeQuery()) {
                List<NodeWord> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(new NodeWord(
                            sign() * rows.getLong("id"),
                            rows.getString("node"),
                            NodeWord.Kind.valueOf(rows.getString("kind")),
                            rows.getTimestamp("at").toInstant(),
                            rows.getString("detail")));
                }
                return found;
            }
        }
    }

    /** The two databases number their words by themselves; with new's below zero no two are the same. */
    private long sign() {
        return tables.side() == Side.OLD ? 1 : -1;
    }

    @Override
    public void taken(Collection<NodeWord> words) {
        tables.ifStanding("remove words that are events now", connection -> {
            try (PreparedStatement delete = connection.prepareStatement(TAKEN)) {
                delete.setArray(
                        1,
                        connection.createArrayOf(
                                "int8",
                                words.stream().map(word -> sign() * word.id()).toArray()));
                return delete.executeUpdate();
            }
        });
    }
}
