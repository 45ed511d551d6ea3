/**
 * Large objects of PostgreSQL, which rows stand for by number: brought over with them, compared, repaired and removed.
 */
@NullMarked
package dev.theseus.jdbc.largeobject;

import org.jspecify.annotations.NullMarked;
