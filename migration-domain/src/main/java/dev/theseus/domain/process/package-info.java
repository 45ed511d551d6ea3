/** The backfill process: what is to be done next after each event, from a plan to a verified new database. */
@NullMarked
package dev.theseus.domain.process;

import org.jspecify.annotations.NullMarked;
