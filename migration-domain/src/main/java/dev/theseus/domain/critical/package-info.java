/** Writes that must be in both databases or in neither: what is done next after everything that can happen to one. */
@NullMarked
package dev.theseus.domain.critical;

import org.jspecify.annotations.NullMarked;
