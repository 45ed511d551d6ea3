/** A business workflow over both databases. */
@NullMarked
package dev.theseus.app.examples.saga;

import org.jspecify.annotations.NullMarked;
