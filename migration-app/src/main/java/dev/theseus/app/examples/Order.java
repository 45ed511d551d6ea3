package dev.theseus.app.examples;

import java.math.BigDecimal;

/**
 * An order.
 *
 * @param id given by the database
 * @param total in the shop's currency, two decimals
 */
public record Order(long id, String customer, BigDecimal total) {}
