/**
 * What a migration has to know of a database: its two sides, tables, columns, keys and the ways in which it can fail.
 */
@NullMarked
package dev.theseus.domain.database;

import org.jspecify.annotations.NullMarked;
