/** The chain of hashes over all events that shows whether any was changed, taken out, put in or moved afterwards. */
@NullMarked
package dev.theseus.domain.chain;

import org.jspecify.annotations.NullMarked;
