/**
 * The benchmark: measures Theseus against psql, pgcopydb and plain JDBC on the same two servers in the same minutes,
 * and prints ratios. Run by {@code mvn -q -Pbench}, never as a test.
 */
@NullMarked
package dev.theseus.app.bench;

import org.jspecify.annotations.NullMarked;
