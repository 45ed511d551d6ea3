/**
 * Gives rows other surrogate keys on their way, and keeps which is which, for the rows that refer to them and for the
 * way back.
 */
@NullMarked
package dev.theseus.domain.keymap;

import org.jspecify.annotations.NullMarked;
