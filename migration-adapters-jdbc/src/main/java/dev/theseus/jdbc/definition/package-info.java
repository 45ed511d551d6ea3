/**
 * Keeps what the tables of PostgreSQL databases looked like, and finds what became of that, by catalogue and by event
 * trigger.
 */
@NullMarked
package dev.theseus.jdbc.definition;

import org.jspecify.annotations.NullMarked;
