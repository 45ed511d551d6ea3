package dev.theseus.app.embed.jpa;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** An order in the service's own terms; null is the id of one that was never saved. */
public record Order(@Nullable Long id, String customer, String state, BigDecimal total) {

    public static Order of(String customer, String total) {
        return new Order(null, customer, "open", new BigDecimal(total));
    }

    public Order in(String changed) {
        return new Order(id, customer, changed, total);
    }
}
