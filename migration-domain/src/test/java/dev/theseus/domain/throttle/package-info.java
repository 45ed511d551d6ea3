/** Tests of the verdicts on measured load. */
@NullMarked
package dev.theseus.domain.throttle;

import org.jspecify.annotations.NullMarked;
