package dev.theseus.app.examples;

import dev.theseus.jdbc.repository.Key;
import dev.theseus.jdbc.repository.Subject;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** The service's repository: an ordinary interface, but for the marks that say what names do not. */
public interface Orders {

    /** @return the new order's id */
    @Key
    long add(String customer, BigDecimal total);

    void deleteById(long id);

    Optional<Order> findById(long id);

    List<Order> findByCustomer(@Subject String customer);
}
