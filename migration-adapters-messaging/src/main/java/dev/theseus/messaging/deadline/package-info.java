/** Moments at which something is due, kept in the control database, so that they come whatever was restarted since. */
@NullMarked
package dev.theseus.messaging.deadline;

import org.jspecify.annotations.NullMarked;
