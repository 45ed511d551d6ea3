/**
 * Takes indexes and foreign keys of the target away for the copy, keeps their definitions safe, and builds them again.
 */
@NullMarked
package dev.theseus.jdbc.index;

import org.jspecify.annotations.NullMarked;
