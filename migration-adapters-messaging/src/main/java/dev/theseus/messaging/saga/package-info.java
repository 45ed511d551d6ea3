/** Business workflows on Axon: kept in the event store, carried on after a crash by whichever process is there. */
@NullMarked
package dev.theseus.messaging.saga;

import org.jspecify.annotations.NullMarked;
