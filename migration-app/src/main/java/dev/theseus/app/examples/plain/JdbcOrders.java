package dev.theseus.app.examples.plain;

import dev.theseus.app.examples.Order;
import dev.theseus.app.examples.Orders;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** Orders in one database. */
final class JdbcOrders implements Orders {

    private final DataSource database;

    JdbcOrders(DataSource database) {
        this.database = database;
    }

    /** Work with a statement. */
    private interface Work<T> {
        T with(PreparedStatement statement) throws SQLException;
    }

    private <T> T prepared(String sql, Work<T> work) {
        try (Connection session = database.getConnection();
                PreparedStatement statement = session.prepareStatement(sql)) {
            return work.with(statement);
        } catch (SQLException e) {
            throw new IllegalStateException("The orders could not be reached: SQLSTATE " + e.getSQLState(), e);
        }
    }

    @Override
    public long add(String customer, BigDecimal total) {
        return prepared("INSERT INTO orders (customer, state, total) VALUES (?, 'open', ?) RETURNING id", insert -> {
            insert.setString(1, customer);
            insert.setBigDecimal(2, total);
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    @Override
    public void deleteById(long id) {
        prepared("DELETE FROM orders WHERE id = ?", delete -> {
            delete.setLong(1, id);
            return delete.executeUpdate();
        });
    }

    @Override
    public Optional<Order> findById(long id) {
        return prepared("SELECT id, customer, total FROM orders WHERE id = ?", query -> {
            query.setLong(1, id);
            return orders(query).stream().findFirst();
        });
    }

    @Override
    public List<Order> findByCustomer(String customer) {
        return prepared("SELECT id, customer, total FROM orders WHERE customer = ? ORDER BY id", query -> {
            query.setString(1, customer);
            return orders(query);
        });
    }

    private static List<Order> orders(PreparedStatement query) throws SQLException {
        try (ResultSet rows = query.executeQuery()) {
            List<Order> orders = new ArrayList<>();
            while (rows.next()) {
                orders.add(new Order(rows.getLong(1), rows.getString(2), rows.getBigDecimal(3)));
            }
            return orders;
        }
    }
}
