package dev.theseus.app.embed.jpa;

import dev.theseus.jdbc.repository.Writes;
import java.util.List;
import java.util.Optional;

/** The service's repository. */
public interface Orders {

    Order save(Order order);

    List<Order> saveAll(List<Order> orders);

    Optional<Order> findById(Long id);

    List<Order> findByCustomer(String customer);

    long countByCustomer(String customer);

    boolean existsById(Long id);

    void deleteById(Long id);

    @Writes
    int close(String customer);

    default String stateOf(Long id) {
        return findById(id).map(Order::state).orElse("unknown");
    }
}
