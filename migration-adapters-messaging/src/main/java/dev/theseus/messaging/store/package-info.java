/** Axon's event, saga and token stores in the control database, and the transactions that hold them together. */
@NullMarked
package dev.theseus.messaging.store;

import org.jspecify.annotations.NullMarked;
