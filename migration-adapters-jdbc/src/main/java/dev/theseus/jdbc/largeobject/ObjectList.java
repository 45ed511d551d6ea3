package dev.theseus.jdbc.largeobject;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.postgres.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a database knows of the objects that came from the other one. */
record ObjectList(Connection connection) {

    private static final String NOTE = """
            INSERT INTO theseus.large_object (number, table_no, bytes, carried_at)
            VALUES (?, ?, ?, pg_catalog.clock_timestamp())
            ON CONFLICT (number) DO UPDATE SET bytes = excluded.bytes, carried_at = excluded.carried_at""";

    /** Numbers that rows stand for, as text of SQL with one column. */
    static String referred(TablePlan table, Side side) {
        return table.largeObjects(side).stream()
                .map(Sql::quoted)
                .map(c -> "SELECT t." + c + "::pg_catalog.oid::pg_catalog.int8 FROM " + Sql.quoted(table.on(side))
                        + " t WHERE t." + c + "::pg_catalog.oid <> 0")
                .collect(Collectors.joining(" UNION "));
    }

    /** Enters everything that rows of a table stand for and that is not on the list. */
    void enter(TablePlan table, Side side) throws SQLException {
        String insert = "INSERT INTO theseus.large_object (number, table_no) SELECT r.number, " + table.number()
                + " FROM (" + referred(table, side) + ") r(number) ON CONFLICT DO NOTHING";
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            statement.executeUpdate();
        }
    }

    /** Some that are still to be brought over and that nobody else has in hand; they are in this session's hand now. */
    SortedSet<Long> claim(TablePlan table, int most) throws SQLException {
        return numbers("""
                SELECT number FROM theseus.large_object WHERE table_no = %d AND carried_at IS NULL
                ORDER BY number LIMIT %d FOR UPDATE SKIP LOCKED""".formatted(table.number(), most));
    }

    /** Whether something of a table is still to be brought over, by whomever. */
    boolean isOpen(TablePlan table) throws SQLException {
        return !numbers("SELECT number FROM theseus.large_object WHERE table_no = " + table.number()
                        + " AND carried_at IS NULL LIMIT 1")
                .isEmpty();
    }

    /** The next that were brought over, ascending. */
    SortedSet<Long> after(TablePlan table, long number, int most) throws SQLException {
        return numbers("""
                SELECT number FROM theseus.large_object WHERE table_no = %d AND number > %d AND carried_at IS NOT NULL
                ORDER BY number LIMIT %d""".formatted(table.number(), number, most));
    }

    private SortedSet<Long> numbers(String query) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query);
                ResultSet rows = statement.executeQuery()) {
            SortedSet<Long> numbers = new TreeSet<>();
            while (rows.next()) {
                numbers.add(rows.getLong(1));
            }
            return numbers;
        }
    }

    /** Those of the numbers whose objects came from the other database. */
    List<Long> known(Collection<Long> numbers) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT number FROM theseus.large_object WHERE number = ANY (?) AND bytes IS NOT NULL")) {
            query.setArray(1, ObjectLook.array(connection, numbers));
            try (ResultSet rows = query.executeQuery()) {
                List<Long> known = new ArrayList<>();
                while (rows.next()) {
                    known.add(rows.getLong(1));
                }
                return known;
            }
        }
    }

    /** Enters an object as brought over; without bytes, as one that the source does not have. */
    void note(TablePlan table, long number, OptionalLong bytes) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(NOTE)) {
            insert.setLong(1, number);
            insert.setInt(2, table.number());
            if (bytes.isPresent()) {
                insert.setLong(3, bytes.getAsLong());
            } else {
                insert.setNull(3, Types.BIGINT);
            }
            insert.executeUpdate();
        }
    }
}
