/** Moves rows between two PostgreSQL servers and keeps the read models; everything that speaks SQL is below here. */
@NullMarked
package dev.theseus.jdbc;

import org.jspecify.annotations.NullMarked;
