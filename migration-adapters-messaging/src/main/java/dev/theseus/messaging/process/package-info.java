/** The backfill process of the domain as a persistent Axon saga, and the processor that lets it hear events. */
@NullMarked
package dev.theseus.messaging.process;

import org.jspecify.annotations.NullMarked;
