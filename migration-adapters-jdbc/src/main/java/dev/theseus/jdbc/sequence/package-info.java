/** Brings the new database's sequences forward. */
@NullMarked
package dev.theseus.jdbc.sequence;

import org.jspecify.annotations.NullMarked;
