/** Tells how many sessions a server has room for, so that pools are not made larger than that. */
@NullMarked
package dev.theseus.jdbc.rooms;

import org.jspecify.annotations.NullMarked;
