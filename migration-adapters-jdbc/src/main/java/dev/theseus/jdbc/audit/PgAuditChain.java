package dev.theseus.jdbc.audit;

import dev.theseus.domain.chain.Anchor;
import dev.theseus.domain.chain.AuditChain;
import dev.theseus.domain.chain.ChainCheck;
import dev.theseus.domain.chain.ChainHash;
import dev.theseus.domain.chain.ChainLink;
import dev.theseus.domain.chain.ChainReport;
import dev.theseus.domain.chain.EventPlace;
import dev.theseus.domain.chain.KeptEvent;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads the chain and the events of a control database, some hundred at a time, and reckons every hash anew. It shares
 * no code with what writes events.
 */
public final class PgAuditChain implements AuditChain {

    private static final int AT_A_TIME = 500;

    private static final String ONE_STATE = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY";

    private static final String LAST = """
            SELECT position, global_index, aggregate_identifier, sequence_number, digest, hash, sealed_micros, adopted
            FROM theseus_control.audit_chain ORDER BY position DESC LIMIT 1
            """;

    private static final String LINKS = """
            SELECT c.position, c.global_index, c.aggregate_identifier, c.sequence_number, c.digest, c.hash,
                c.sealed_micros, c.adopted,
                e.global_index AS e_index, e.aggregate_identifier AS e_aggregate, e.sequence_number AS e_sequence,
                e.event_identifier, e.payload_type, e.payload_revision, e.payload, e.meta_data, e.time_stamp, e.type
            FROM theseus_control.audit_chain c
            LEFT JOIN theseus_control.event e ON e.global_index = c.global_index
            ORDER BY c.position
            """;

    private static final String UNKNOWN = """
            SELECT e.global_index AS e_index, e.aggregate_identifier AS e_aggregate, e.sequence_number AS e_sequence,
                e.event_identifier, e.payload_type, e.payload_revision, e.payload, e.meta_data, e.time_stamp, e.type
            FROM theseus_control.event e
            WHERE NOT EXISTS (SELECT FROM theseus_control.audit_chain c WHERE c.global_index = e.global_index)
            ORDER BY e.global_index
            """;

    private final DataSource database;
    private final Function<SQLException, RuntimeException> failure;

    /**
     * @param database with connections that don't commit by themselves
     * @param failure what is thrown when it does not answer
     */
    public PgAuditChain(DataSource database, Function<SQLException, RuntimeException> failure) {
        this.database = database;
        this.failure = failure;
    }

    /** May be run again and again, after the table of events stands. */
    public static String ddl() {
        return ChainTables.DDL;
    }

    @Override
    public Optional<ChainLink> last() {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(LAST)) {
            return row.next() ? Optional.of(link(row)) : Optional.empty();
        } catch (SQLException e) {
            throw failure.apply(e);
        }
    }

    @Override
    public ChainReport check(List<Anchor> anchors) {
        ChainCheck check = new ChainCheck(anchors);
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(ONE_STATE);
            statement.setFetchSize(AT_A_TIME);
            try (ResultSet row = statement.executeQuery(LINKS)) {
                while (row.next()) {
                    check.next(link(row), event(row));
                }
            }
            try (ResultSet row = statement.executeQuery(UNKNOWN)) {
                while (row.next()) {
                    event(row).ifPresent(check::unknown);
                }
            }
            connection.rollback();
        } catch (SQLException e) {
            throw failure.apply(e);
        }
        return check.end();
    }

    private static ChainLink link(ResultSet row) throws SQLException {
        return new ChainLink(
                row.getLong("position"),
                new EventPlace(
                        row.getLong("global_index"),
                        row.getString("aggregate_identifier"),
                        row.getLong("sequence_number")),
                HexFormat.of().formatHex(row.getBytes("digest")),
                HexFormat.of().formatHex(row.getBytes("hash")),
                row.getLong("sealed_micros"),
                row.getBoolean("adopted") ? ChainLink.Origin.ADOPTED : ChainLink.Origin.WRITTEN);
    }

    private static Optional<KeptEvent> event(ResultSet row) throws SQLException {
        String aggregate = row.getString("e_aggregate");
        if (aggregate == null) {
            return Optional.empty();
        }
        EventPlace place = new EventPlace(row.getLong("e_index"), aggregate, row.getLong("e_sequence"));
        ChainHash.Parts parts = new ChainHash.Parts(
                row.getString("event_identifier"),
                row.getString("payload_type"),
                row.getString("payload_revision"),
                HexFormat.of().formatHex(row.getBytes("payload")),
                hex(row.getBytes("meta_data")),
                row.getString("time_stamp"),
                row.getString("type"));
        return Optional.of(new KeptEvent(place, ChainHash.digest(place, parts), instant(parts.time())));
    }

    private static @Nullable String hex(byte @Nullable [] bytes) {
        return bytes == null ? null : HexFormat.of().formatHex(bytes);
    }

    /** A time that is none was put there by somebody else; it counts as long ago. */
    private static Instant instant(String time) {
        try {
            return Instant.parse(time);
        } catch (DateTimeException e) {
            return Instant.EPOCH;
        }
    }
}
