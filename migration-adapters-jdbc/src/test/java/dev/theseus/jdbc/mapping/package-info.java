/** Tables whose schema changes on the way, from the copy to the way back. */
@NullMarked
package dev.theseus.jdbc.mapping;

import org.jspecify.annotations.NullMarked;
