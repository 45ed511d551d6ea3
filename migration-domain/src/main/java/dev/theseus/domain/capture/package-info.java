/** Noting the key of every changed row in the transaction that changes it. */
@NullMarked
package dev.theseus.domain.capture;

import org.jspecify.annotations.NullMarked;
