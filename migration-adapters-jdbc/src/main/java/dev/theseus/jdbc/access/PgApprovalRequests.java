package dev.theseus.jdbc.access;

import dev.theseus.domain.access.ApprovalRequest;
import dev.theseus.domain.access.ApprovalRequests;
import dev.theseus.domain.plan.MigrationId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Requests as rows; one that is taken is deleted. */
record PgApprovalRequests(ControlSql sql) implements ApprovalRequests {

    private static final String ADD = """
            INSERT INTO theseus_control.approval_request (id, migration, command, body, asked_by, reason, asked_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (migration, command) DO NOTHING
            """;

    private static final String WAITING = """
            SELECT id, migration, command, body, asked_by, reason, asked_at FROM theseus_control.approval_request
            WHERE migration = ? ORDER BY asked_at, id
            """;

    private static final String TAKE = """
            DELETE FROM theseus_control.approval_request WHERE id = ?
            RETURNING id, migration, command, body, asked_by, reason, asked_at
            """;

    @Override
    public boolean add(ApprovalRequest request) {
        return sql.change("keep a request", ADD, s -> {
                    s.setString(1, request.id());
                    s.setString(2, request.migration().value());
                    s.setString(3, request.command());
                    s.setString(4, request.body());
                    s.setString(5, request.by());
                    s.setString(6, request.reason());
                    s.setObject(7, request.at().atOffset(ZoneOffset.UTC));
                })
                == 1;
    }

    @Override
    public List<ApprovalRequest> waiting(MigrationId migration) {
        return sql.rows(
                "list the requests", WAITING, s -> s.setString(1, migration.value()), PgApprovalRequests::request);
    }

    @Override
    public Optional<ApprovalRequest> take(String id) {
        return sql.rows("take a request", TAKE, s -> s.setString(1, id), PgApprovalRequests::request).stream()
                .findFirst();
    }

    private static ApprovalRequest request(ResultSet row) throws SQLException {
        return new ApprovalRequest(
                row.getString(1),
                new MigrationId(row.getString(2)),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getObject(7, OffsetDateTime.class).toInstant());
    }
}
