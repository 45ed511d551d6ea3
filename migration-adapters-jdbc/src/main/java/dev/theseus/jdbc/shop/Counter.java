package dev.theseus.jdbc.shop;

import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.routing.RequestContext;
import dev.theseus.jdbc.gateway.Gateway;
import dev.theseus.jdbc.gateway.ReadComparison;
import dev.theseus.jdbc.gateway.Touched;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Where clients ask: reads one row by its key, through the gateway. Safe for several threads. */
final class Counter {

    private static final TableName USERS = table("users");
    private static final TableName COUNTERS = table("counters");
    private static final TableName JOURNAL = table("journal");

    private static final String USER = "SELECT u::text FROM shop.users u WHERE id = ?::uuid";
    private static final String HITS = "SELECT hits::text FROM shop.counters WHERE name = ?";
    private static final String ENTRY = "SELECT deed FROM shop.journal WHERE client = ?::int AND serial = ?::bigint";

    /** Answers carry who gave them, which is no part of what they say. */
    static final ReadComparison COMPARISON = (old, target) ->
            old instanceof Answer a && target instanceof Answer b && ReadComparison.BY_VALUE.alike(a.text, b.text);

    private final Gateway gateway;
    private final ReadCount count;

    Counter(Gateway gateway, ReadCount count) {
        this.gateway = gateway;
        this.count = count;
    }

    /** Null where there is no such row. */
    private record Answer(@Nullable String text, Side from) {}

    /** Anybody's account, which may be closed. */
    void browse(String user) throws SQLException {
        var unused = read(RequestContext.of(user), Touched.row(USERS, RowKey.of(user)), USER, count.browsed());
    }

    /** Looks whether a client's own row shows at least what it has written. */
    void checkHits(RequestContext context, String row, long atLeast) throws SQLException {
        String hits = read(context, own(row), HITS, count.own());
        if (hits == null || Long.parseLong(hits) < atLeast) {
            count.stale();
        }
    }

    /** Looks whether a journal entry of a client's own is there. */
    void checkEntry(RequestContext context, int client, long serial) throws SQLException {
        RowKey key = RowKey.of(Integer.toString(client), Long.toString(serial));
        if (read(context, Touched.row(JOURNAL, key), ENTRY, count.own()) == null) {
            count.stale();
        }
    }

    /** The row that a client counts up. */
    static Touched own(String row) {
        return Touched.row(COUNTERS, RowKey.of(row));
    }

    private @Nullable String read(RequestContext context, Touched row, String sql, ReadCount.Tally tally)
            throws SQLException {
        RowKey key = row.keys().getFirst();
        Answer answer = gateway.read(
                context,
                row,
                session -> new Answer(ask(session, sql, key), Side.OLD),
                session -> new Answer(ask(session, sql, key), Side.NEW));
        tally.answered(answer.from);
        return answer.text;
    }

    private static @Nullable String ask(Connection session, String sql, RowKey key) throws SQLException {
        try (PreparedStatement query = session.prepareStatement(sql)) {
            for (int i = 0; i < key.parts().size(); i++) {
                query.setString(i + 1, key.parts().get(i));
            }
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }

    private static TableName table(String name) {
        return new TableName(Shop.SCHEMA, name);
    }
}
