/** Holding the copy back when the databases are busy: limits, measurements and the verdict on them. */
@NullMarked
package dev.theseus.domain.throttle;

import org.jspecify.annotations.NullMarked;
