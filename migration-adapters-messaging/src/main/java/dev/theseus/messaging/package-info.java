/** Keeps the control plane's commands, events and sagas; everything that knows Axon is below here. */
@NullMarked
package dev.theseus.messaging;

import org.jspecify.annotations.NullMarked;
