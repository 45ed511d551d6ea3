package dev.theseus.jdbc.access;

import dev.theseus.domain.access.KeptAnswers;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/** Answers as rows, which are claimed before the request is carried out. */
record PgKeptAnswers(ControlSql sql) implements KeptAnswers {

    private static final String CLAIM = """
            INSERT INTO theseus_control.kept_answer (actor, key, fingerprint, claimed_at) VALUES (?, ?, ?, ?)
            ON CONFLICT (actor, key) DO NOTHING
            """;

    private static final String LOOK = """
            SELECT fingerprint, claimed_at, status, body FROM theseus_control.kept_answer WHERE actor = ? AND key = ?
            """;

    private static final String KEEP = """
            UPDATE theseus_control.kept_answer SET status = ?, body = ? WHERE actor = ? AND key = ?
            """;

    private static final String FORGET = "DELETE FROM theseus_control.kept_answer WHERE actor = ? AND key = ?";

    private static final String FORGET_BEFORE = "DELETE FROM theseus_control.kept_answer WHERE claimed_at < ?";

    @Override
    public Known claim(Key key, String fingerprint, Instant at) {
        boolean claimed = sql.change("claim a key", CLAIM, s -> {
                    bind(s, 1, key);
                    s.setString(3, fingerprint);
                    s.setObject(4, at.atOffset(ZoneOffset.UTC));
                })
                == 1;
        if (claimed) {
            return new Known.Nothing();
        }
        List<Known> known = sql.rows("look a key up", LOOK, s -> bind(s, 1, key), row -> known(row, fingerprint));
        // forgotten between the two: whoever held it was not carried out, and this one may try
        return known.isEmpty() ? claim(key, fingerprint, at) : known.getFirst();
    }

    private static Known known(ResultSet row, String fingerprint) throws SQLException {
        if (!row.getString(1).equals(fingerprint)) {
            return new Known.OtherRequest();
        }
        int status = row.getInt(3);
        return row.wasNull()
                ? new Known.UnderWay(row.getObject(2, OffsetDateTime.class).toInstant())
                : new Known.Answered(new Answer(status, row.getString(4)));
    }

    @Override
    public void keep(Key key, Answer answer) {
        sql.change("keep an answer", KEEP, s -> {
            s.setInt(1, answer.status());
            s.setString(2, answer.body());
            bind(s, 3, key);
        });
    }

    @Override
    public void forget(Key key) {
        sql.change("forget a key", FORGET, s -> bind(s, 1, key));
    }

    @Override
    public void forgetBefore(Instant time) {
        sql.change("forget old answers", FORGET_BEFORE, s -> s.setObject(1, time.atOffset(ZoneOffset.UTC)));
    }

    private static void bind(PreparedStatement statement, int first, Key key) throws SQLException {
        statement.setString(first, key.actor());
        statement.setString(first + 1, key.key());
    }
}
