/** The migration aggregate of the domain behind one Axon command handler. */
@NullMarked
package dev.theseus.messaging.migration;

import org.jspecify.annotations.NullMarked;
