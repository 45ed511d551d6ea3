/** Copies the rows that stood in the old database into the new one, chunk by chunk, each exactly once. */
@NullMarked
package dev.theseus.jdbc.copy;

import org.jspecify.annotations.NullMarked;
