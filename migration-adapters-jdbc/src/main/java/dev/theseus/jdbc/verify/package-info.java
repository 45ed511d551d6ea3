/** Compares both databases by digests that the servers compute, under live writes, and brings sequences forward. */
@NullMarked
package dev.theseus.jdbc.verify;

import org.jspecify.annotations.NullMarked;
