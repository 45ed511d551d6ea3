package dev.theseus.jdbc.critical;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Settings for statements of ours within somebody else's transaction: values have the same text whatever the session
 * says, names mean what the catalogue says, and waiting has a limit. Afterwards the session is as it was.
 */
final class OwnSettings {

    private static final Map<String, String> OURS = ours();

    private final Connection session;
    private final Map<String, String> theirs;

    private OwnSettings(Connection session, Map<String, String> theirs) {
        this.session = session;
        this.theirs = theirs;
    }

    private static Map<String, String> ours() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("DateStyle", "ISO, YMD");
        settings.put("IntervalStyle", "postgres");
        settings.put("TimeZone", "UTC");
        settings.put("extra_float_digits", "3");
        settings.put("bytea_output", "hex");
        settings.put("lc_monetary", "C");
        settings.put("xmloption", "content");
        settings.put("search_path", "pg_catalog");
        settings.put("row_security", "off");
        settings.put("lock_timeout", "0");
        return settings;
    }

    /** Until {@link #leave}, or until the transaction ends. */
    static OwnSettings enter(Connection session, Duration lockLimit) throws SQLException {
        Map<String, String> theirs = new LinkedHashMap<>(OURS);
        try (PreparedStatement query = session.prepareStatement(
                "SELECT name, pg_catalog.current_setting(name) FROM pg_catalog.unnest(?::text[]) name"); ) {
            query.setArray(1, session.createArrayOf("text", OURS.keySet().toArray()));
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    theirs.put(rows.getString(1), rows.getString(2));
                }
            }
        }
        Map<String, String> wanted = new LinkedHashMap<>(OURS);
        wanted.put("lock_timeout", Long.toString(lockLimit.toMillis()));
        set(session, wanted);
        return new OwnSettings(session, theirs);
    }

    void leave() throws SQLException {
        set(session, theirs);
    }

    private static void set(Connection session, Map<String, String> settings) throws SQLException {
        try (PreparedStatement set = session.prepareStatement(
                "SELECT pg_catalog.set_config(n, v, true) FROM ROWS FROM (pg_catalog.unnest(?::text[]), pg_catalog.unnest(?::text[])) s(n, v)")) {
            set.setArray(1, session.createArrayOf("text", settings.keySet().toArray()));
            set.setArray(2, session.createArrayOf("text", settings.values().toArray()));
            set.execute();
        }
    }
}
