/** The phases of a migration and the table of the transitions between them. */
@NullMarked
package dev.theseus.domain.phase;

import org.jspecify.annotations.NullMarked;
