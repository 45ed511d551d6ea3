/**
 * Carries critical writes out: a write on one side, its rows on the other, and a journal that says how far it has come.
 */
@NullMarked
package dev.theseus.jdbc.critical;

import org.jspecify.annotations.NullMarked;
