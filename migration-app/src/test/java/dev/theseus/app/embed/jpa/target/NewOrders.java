package dev.theseus.app.embed.jpa.target;

import dev.theseus.app.embed.jpa.Order;
import dev.theseus.app.embed.jpa.Orders;
import java.util.List;
import java.util.Optional;

/** Orders as new keeps them. Before the cutover nobody writes here but Theseus. */
public final class NewOrders implements Orders {

    private final NewOrderRepository repository;

    public NewOrders(NewOrderRepository repository) {
        this.repository = repository;
    }

    @Override
    public Order save(Order order) {
        return repository.saveAndFlush(NewOrderEntity.of(order)).order();
    }

    @Override
    public List<Order> saveAll(List<Order> orders) {
        return repository.saveAll(orders.stream().map(NewOrderEntity::of).toList()).stream()
                .map(NewOrderEntity::order)
                .toList();
    }

    @Override
    public Optional<Order> findById(Long id) {
        return repository.findByNumber(id).map(NewOrderEntity::order);
    }

    @Override
    public List<Order> findByCustomer(String customer) {
        return repository.ofCustomer(customer).stream()
                .map(NewOrderEntity::order)
                .toList();
    }

    @Override
    public long countByCustomer(String customer) {
        return repository.countByTermsCustomer(customer);
    }

    @Override
    public boolean existsById(Long id) {
        return repository.existsByNumber(id);
    }

    @Override
    public void deleteById(Long id) {
        repository.deleteById(id);
    }

    @Override
    public int close(String customer) {
        return repository.change(customer, NewOrderEntity.Progress.closed);
    }
}
