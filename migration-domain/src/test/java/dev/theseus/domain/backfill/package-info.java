/** Tests of how a copy is sized, ordered and estimated. */
@NullMarked
package dev.theseus.domain.backfill;

import org.jspecify.annotations.NullMarked;
