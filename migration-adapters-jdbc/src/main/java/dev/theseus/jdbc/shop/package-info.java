/**
 * The service of the demo: a shop with its schema, generated rows, and clients that keep writing and reading through
 * the gateway while it is migrated, and know what they were promised.
 */
@NullMarked
package dev.theseus.jdbc.shop;

import org.jspecify.annotations.NullMarked;
