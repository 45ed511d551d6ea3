package dev.theseus.app.examples.spring;

import dev.theseus.app.examples.Order;
import dev.theseus.app.examples.Orders;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Orders in one database, by Spring's JDBC client. */
final class SpringOrders implements Orders {

    private final JdbcClient client;

    SpringOrders(DataSource database) {
        this.client = JdbcClient.create(database);
    }

    @Override
    public long add(String customer, BigDecimal total) {
        return client.sql("INSERT INTO orders (customer, state, total) VALUES (?, 'open', ?) RETURNING id")
                .params(customer, total)
                .query(Long.class)
                .single();
    }

    @Override
    public void deleteById(long id) {
        client.sql("DELETE FROM orders WHERE id = ?").params(id).update();
    }

    @Override
    public Optional<Order> findById(long id) {
        return client.sql("SELECT id, customer, total FROM orders WHERE id = ?")
                .params(id)
                .query(SpringOrders::order)
                .optional();
    }

    @Override
    public List<Order> findByCustomer(String customer) {
        return client.sql("SELECT id, customer, total FROM orders WHERE customer = ? ORDER BY id")
                .params(customer)
                .query(SpringOrders::order)
                .list();
    }

    private static Order order(ResultSet row, int number) throws SQLException {
        return new Order(row.getLong("id"), row.getString("customer"), row.getBigDecimal("total"));
    }
}
