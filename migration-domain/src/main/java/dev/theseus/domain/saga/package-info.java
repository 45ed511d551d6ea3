/**
 * Business workflows over both databases: steps that are done in order, and taken back in reverse order when one can't
 * be done. What follows from what is decided here, without I/O.
 */
@NullMarked
package dev.theseus.domain.saga;

import org.jspecify.annotations.NullMarked;
