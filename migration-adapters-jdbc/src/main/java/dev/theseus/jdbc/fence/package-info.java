/** Keeps every client from writing to the database that has no authority, and moves authority between the two. */
@NullMarked
package dev.theseus.jdbc.fence;

import org.jspecify.annotations.NullMarked;
