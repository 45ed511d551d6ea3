/** Measures how busy both servers are, and holds the copy back accordingly. */
@NullMarked
package dev.theseus.jdbc.throttle;

import org.jspecify.annotations.NullMarked;
