package dev.theseus.app.embed.jpa.old;

import dev.theseus.app.embed.jpa.Order;
import dev.theseus.app.embed.jpa.Orders;
import java.util.List;
import java.util.Optional;

/** Orders as old keeps them. */
public final class OldOrders implements Orders {

    private final OldOrderRepository repository;

    public OldOrders(OldOrderRepository repository) {
        this.repository = repository;
    }

    @Override
    public Order save(Order order) {
        return repository.saveAndFlush(OldOrderEntity.of(order)).order();
    }

    @Override
    public List<Order> saveAll(List<Order> orders) {
        return repository.saveAll(orders.stream().map(OldOrderEntity::of).toList()).stream()
                .map(OldOrderEntity::order)
                .toList();
    }

    @Override
    public Optional<Order> findById(Long id) {
        return repository.findById(id).map(OldOrderEntity::order);
    }

    @Override
    public List<Order> findByCustomer(String customer) {
        return repository.findByCustomerOrderById(customer).stream()
                .map(OldOrderEntity::order)
                .toList();
    }

    @Override
    public long countByCustomer(String customer) {
        return repository.countByCustomer(customer);
    }

    @Override
    public boolean existsById(Long id) {
        return repository.existsById(id);
    }

    @Override
    public void deleteById(Long id) {
        repository.deleteById(id);
    }

    @Override
    public int close(String customer) {
        return repository.close(customer);
    }
}
