/** Bringing changed rows from the source to the target: apply, its outcomes, batching, retries and lag. */
@NullMarked
package dev.theseus.domain.relay;

import org.jspecify.annotations.NullMarked;
