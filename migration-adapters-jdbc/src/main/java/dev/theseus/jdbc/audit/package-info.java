/** The chain over the events in the control database: how it is made there, and how it is checked. */
@NullMarked
package dev.theseus.jdbc.audit;

import org.jspecify.annotations.NullMarked;
