/** Follows the change log and has what stands in it applied, round by round, whatever fails on the way. */
@NullMarked
package dev.theseus.jdbc.relay;

import org.jspecify.annotations.NullMarked;
