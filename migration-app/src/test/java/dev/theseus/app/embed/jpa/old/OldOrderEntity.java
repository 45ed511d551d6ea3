package dev.theseus.app.embed.jpa.old;

import dev.theseus.app.embed.jpa.Order;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Mutable, with fields named as its columns. */
@Entity
@Table(name = "orders")
public class OldOrderEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Nullable
    Long id;

    @Column
    String customer = "";

    @Column
    String state = "";

    @Column
    BigDecimal total = BigDecimal.ZERO;

    static OldOrderEntity of(Order order) {
        OldOrderEntity entity = new OldOrderEntity();
        entity.id = order.id();
        entity.customer = order.customer();
        entity.state = order.state();
        entity.total = order.total();
        return entity;
    }

    Order order() {
        return new Order(id, customer, state, total);
    }
}
