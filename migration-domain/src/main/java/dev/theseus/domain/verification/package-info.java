/** Comparing both databases under live writes, repairing what differs and counting what was compared. */
@NullMarked
package dev.theseus.domain.verification;

import org.jspecify.annotations.NullMarked;
