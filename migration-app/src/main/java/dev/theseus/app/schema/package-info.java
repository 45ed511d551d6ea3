/** Writes the definitions of old's tables by PostgreSQL's own programs, for those who have no schema tool. */
@NullMarked
package dev.theseus.app.schema;

import org.jspecify.annotations.NullMarked;
