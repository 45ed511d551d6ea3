/** Shows that the pieces every adapter uses keep their promises. */
@NullMarked
package dev.theseus.jdbc.postgres;

import org.jspecify.annotations.NullMarked;
