/** Keeps what happens at the door of the server among the events. */
@NullMarked
package dev.theseus.messaging.access;

import org.jspecify.annotations.NullMarked;
