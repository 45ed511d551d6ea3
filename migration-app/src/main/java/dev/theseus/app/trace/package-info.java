/** Shows what a run does as observations, and sends them as spans where somebody wants them. */
@NullMarked
package dev.theseus.app.trace;

import org.jspecify.annotations.NullMarked;
