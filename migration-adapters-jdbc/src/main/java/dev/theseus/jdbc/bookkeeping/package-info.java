/** Puts the tables that the data plane keeps for itself into both databases, and takes them away again. */
@NullMarked
package dev.theseus.jdbc.bookkeeping;

import org.jspecify.annotations.NullMarked;
