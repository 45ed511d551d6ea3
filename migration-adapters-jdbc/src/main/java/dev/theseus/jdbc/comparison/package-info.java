/** Compares two databases at rest, row by row and value by value; shares no code with the verification on purpose. */
@NullMarked
package dev.theseus.jdbc.comparison;

import org.jspecify.annotations.NullMarked;
