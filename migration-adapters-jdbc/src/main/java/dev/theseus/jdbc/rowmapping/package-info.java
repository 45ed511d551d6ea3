/** Mappings that are written in Java: rows that flow from one COPY into another become records on their way. */
@NullMarked
package dev.theseus.jdbc.rowmapping;

import org.jspecify.annotations.NullMarked;
