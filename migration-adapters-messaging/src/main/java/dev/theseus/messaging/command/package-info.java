/** Commands on aggregates whose decisions are pure functions of the domain. */
@NullMarked
package dev.theseus.messaging.command;

import org.jspecify.annotations.NullMarked;
