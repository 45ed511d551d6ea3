/** The conditions of a transition, over measured evidence, each answered with what is missing. */
@NullMarked
package dev.theseus.domain.gate;

import org.jspecify.annotations.NullMarked;
