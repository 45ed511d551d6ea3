/** Tests of what holds the copy back. */
@NullMarked
package dev.theseus.jdbc.throttle;

import org.jspecify.annotations.NullMarked;
