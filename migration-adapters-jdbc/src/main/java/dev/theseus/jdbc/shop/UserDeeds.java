package dev.theseus.jdbc.shop;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What clients do with their accounts. */
final class UserDeeds {

    private static final String PROFILE = """
            UPDATE shop.users SET balance = balance + ?::numeric / 100, name = ?,
              settings = jsonb_set(settings, '{visits}', to_jsonb(coalesce((settings->>'visits')::bigint, 0) + 1))
            WHERE id = (SELECT id FROM shop.users WHERE id >= ? ORDER BY id LIMIT 1)""";

    private static final String REGISTER = """
            INSERT INTO shop.users (id, email, name, settings, born, registered_at)
            VALUES (?, ?, ?, '{"theme": "light", "visits": 0}', NULL, clock_timestamp())""";

    private static final String FIRST_ADDRESS = """
            INSERT INTO shop.addresses (user_id, street, city, country, note) VALUES (?, ?, 'Ithaca', 'GR', '')""";

    private static final String ADD_ADDRESS = """
            INSERT INTO shop.addresses (user_id, street, city, country, position)
            SELECT id, ?, 'Piraeus', 'GR', point(37.94, 23.64)
            FROM (SELECT id FROM shop.users WHERE id >= ? ORDER BY id LIMIT 1 FOR KEY SHARE) resident""";

    private static final String CORRECT_ADDRESS = """
            UPDATE shop.addresses SET street = ?, note = nullif(note, '')
            WHERE id = (SELECT id FROM shop.addresses WHERE id >= ? ORDER BY id LIMIT 1)""";

    private static final String REMOVE_ADDRESS =
            "DELETE FROM shop.addresses WHERE id = (SELECT id FROM shop.addresses WHERE id >= ? ORDER BY id LIMIT 1)";

    private static final String CLOSE =
            "DELETE FROM shop.users WHERE id = (SELECT id FROM shop.users WHERE id >= ? ORDER BY id LIMIT 1)";

    private static final String CHANGE_KEY =
            "UPDATE shop.users SET id = ? WHERE id = (SELECT id FROM shop.users WHERE id >= ? ORDER BY id LIMIT 1)";

    private static final String PAIR = "SELECT id, email FROM shop.users WHERE id >= ? ORDER BY id LIMIT 2 FOR UPDATE";

    private static final String SET_EMAIL = "UPDATE shop.users SET email = ? WHERE id = ?";

    private static final String LAST_ADDRESS = "SELECT coalesce(max(id), 1) FROM shop.addresses";

    private UserDeeds() {}

    static void updateProfile(Visit visit) throws SQLException {
        visit.change(PROFILE, visit.random().nextInt(2_000) - 1_000, "Client " + visit.name(), visit.anyKey());
    }

    static void register(Visit visit) throws SQLException {
        UUID key = visit.anyKey();
        visit.change(REGISTER, key, visit.name() + "@clients.example", "Client " + visit.name());
        visit.change(FIRST_ADDRESS, key, "Street " + visit.name());
        visit.hit();
    }

    static void addAddress(Visit visit) throws SQLException {
        visit.change(ADD_ADDRESS, "Quay " + visit.name(), visit.anyKey());
    }

    static void correctAddress(Visit visit) throws SQLException {
        visit.change(CORRECT_ADDRESS, "Keel " + visit.name(), anyAddress(visit));
    }

    static void removeAddress(Visit visit) throws SQLException {
        visit.change(REMOVE_ADDRESS, anyAddress(visit));
    }

    static void closeAccount(Visit visit) throws SQLException {
        visit.change(CLOSE, visit.anyKey());
    }

    static void changeKey(Visit visit) throws SQLException {
        visit.change(CHANGE_KEY, visit.anyKey(), visit.anyKey());
    }

    /** Uniqueness is checked row by row, so that a swap needs a value in between. */
    static void swapEmails(Visit visit) throws SQLException {
        List<Account> pair = pair(visit);
        if (pair.size() < 2) {
            return;
        }
        Account first = pair.get(0);
        Account second = pair.get(1);
        visit.change(SET_EMAIL, visit.name() + "@swap.example", first.id());
        visit.change(SET_EMAIL, first.email(), second.id());
        visit.change(SET_EMAIL, second.email(), first.id());
    }

    private static List<Account> pair(Visit visit) throws SQLException {
        try (PreparedStatement query = visit.connection().prepareStatement(PAIR)) {
            query.setObject(1, visit.anyKey());
            try (ResultSet rows = query.executeQuery()) {
                List<Account> pair = new ArrayList<>();
                while (rows.next()) {
                    pair.add(new Account(rows.getObject(1, UUID.class), rows.getString(2)));
                }
                return pair;
            }
        }
    }

    private static long anyAddress(Visit visit) throws SQLException {
        return 1 + visit.random().nextLong(visit.number(LAST_ADDRESS).orElse(1L));
    }

    private record Account(UUID id, String email) {}
}
