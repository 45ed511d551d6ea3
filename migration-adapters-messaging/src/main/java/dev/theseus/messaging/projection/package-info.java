/** Brings events into the read models, in order and from where it was left. */
@NullMarked
package dev.theseus.messaging.projection;

import org.jspecify.annotations.NullMarked;
