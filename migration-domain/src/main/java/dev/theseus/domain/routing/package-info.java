/**
 * Where a request goes: the rollout that people decide, what nodes measure, and the pure function that routes a read by
 * both and says why.
 */
@NullMarked
package dev.theseus.domain.routing;

import org.jspecify.annotations.NullMarked;
