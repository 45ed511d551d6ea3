package dev.theseus.app.demo;

import dev.theseus.app.demo.FinalComparison.ComparedTable;
import dev.theseus.app.plan.PlanFile;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.DatabaseAddress;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postgresql.PGConnection;

/** Stands in for the program in tests of the demonstration: a copy of a shop at rest. */
final class Copying {

    private static final Map<String, String> TABLES = new LinkedHashMap<>();

    static {
        TABLES.put("shop.users", "id, email, name, settings, balance, born, registered_at");
        TABLES.put("shop.addresses", "id, user_id, street, city, country, note, position");
        TABLES.put("shop.orders", "id, user_id, invoice, status, total, discount, weight, delivery, placed_at");
        TABLES.put("shop.order_lines", "order_id, line, product, quantity, unit_price");
        TABLES.put("shop.documents", "id, user_id, metadata, content, stored_at");
        TABLES.put("shop.\"Price List\"", "\"Product Code\", \"Names\", \"Price\", \"Valid\"");
        TABLES.put("shop.counters", "name, hits");
        TABLES.put("shop.journal", "client, serial, deed, written_at");
    }

    private Copying() {}

    static Connection connect(Path file, Side side) {
        PlanFile plan = PlanFile.read(file, Map.of());
        DatabaseAddress address = side == Side.OLD ? plan.old() : plan.target();
        try {
            return DriverManager.getConnection(address.url(), address.user(), null);
        } catch (SQLException e) {
            throw new AssertionError("Connecting to a server of the demonstration", e);
        }
    }

    static void copyAll(Path plan) {
        try (Connection old = connect(plan, Side.OLD);
                Connection target = connect(plan, Side.NEW)) {
            for (Map.Entry<String, String> table : TABLES.entrySet()) {
                copy(old, target, table.getKey() + " (" + table.getValue() + ")");
            }
            copySequences(old, target);
        } catch (SQLException | IOException e) {
            throw new AssertionError("Copying the shop", e);
        }
    }

    private static void copy(Connection old, Connection target, String table) throws SQLException, IOException {
        ByteArrayOutputStream rows = new ByteArrayOutputStream();
        old.unwrap(PGConnection.class).getCopyAPI().copyOut("COPY " + table + " TO STDOUT", rows);
        target.unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY " + table + " FROM STDIN", new ByteArrayInputStream(rows.toByteArray()));
    }

    private static void copySequences(Connection old, Connection target) throws SQLException {
        try (Statement read = old.createStatement();
                Statement write = target.createStatement();
                ResultSet rows = read.executeQuery("SELECT format('SELECT setval(%L, %s)', 'shop.' || sequencename,"
                        + " last_value) FROM pg_sequences WHERE schemaname = 'shop' AND last_value IS NOT NULL")) {
            while (rows.next()) {
                write.execute(rows.getString(1));
            }
        }
    }

    static List<ComparedTable> compareAll(Path plan) {
        try (Connection old = connect(plan, Side.OLD);
                Connection target = connect(plan, Side.NEW)) {
            List<ComparedTable> compared = new ArrayList<>();
            for (String table : TABLES.keySet()) {
                compared.add(compare(old, target, table));
            }
            return compared;
        } catch (SQLException e) {
            throw new AssertionError("Comparing the shop", e);
        }
    }

    private static ComparedTable compare(Connection old, Connection target, String table) throws SQLException {
        Digest a = digest(old, table);
        Digest b = digest(target, table);
        return new ComparedTable(table, a.rows(), b.rows(), a.equals(b) ? 0 : 1, a.equals(b) ? "" : "somewhere");
    }

    private static Digest digest(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) FROM " + table + " t")) {
            row.next();
            return new Digest(row.getLong(1), row.getString(2));
        }
    }

    private record Digest(long rows, String sum) {}
}
