package dev.theseus.app.embed.jpa.target;

import dev.theseus.app.embed.jpa.Order;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;

/** Never changed, with an enum, an embedded value and names of its own. */
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
    @Column(name = "id")
    long number;

    @Enumerated(EnumType.STRING)
    @Column(name = "state")
    Progress progress = Progress.open;

    @Embedded
    Terms terms = new Terms("", BigDecimal.ZERO);

    Order order() {
        return new Order(number, terms.customer(), progress.name(), terms.amount());
    }
}
