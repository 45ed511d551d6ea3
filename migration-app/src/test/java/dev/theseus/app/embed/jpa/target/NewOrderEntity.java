package dev.theseus.app.embed.jpa.target;

import dev.theseus.app.embed.jpa.Order;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** With an enum, an embedded value and names of its own. */
@Entity
@Table(name = "orders")
public class NewOrderEntity {

    /** How far an order is, as the column spells it. */
    enum Progress {
        open,
        paid,
        closed
    }

    /** For whom, and how much. */
    @Embeddable
    record Terms(
            @Column(name = "customer") String customer,
            @Column(name = "total") BigDecimal amount) {}

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Column(name = "id")
    @Nullable
    Long number;

    @Enumerated(EnumType.STRING)
    @Column(name = "state")
    Progress progress = Progress.open;

    @Embedded
    Terms terms = new Terms("", BigDecimal.ZERO);

    static NewOrderEntity of(Order order) {
        NewOrderEntity entity = new NewOrderEntity();
        entity.number = order.id();
        entity.progress = Progress.valueOf(order.state());
        entity.terms = new Terms(order.customer(), order.total());
        return entity;
    }

    Order order() {
        return new Order(number, terms.customer(), progress.name(), terms.amount());
    }
}
