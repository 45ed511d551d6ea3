/** A service with plain JDBC and no framework that embeds Theseus. */
@NullMarked
package dev.theseus.app.examples.plain;

import org.jspecify.annotations.NullMarked;
