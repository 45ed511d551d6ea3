/** How a row of one database becomes a row of the other, in either direction, for a schema that changes on the way. */
@NullMarked
package dev.theseus.domain.mapping;

import org.jspecify.annotations.NullMarked;
