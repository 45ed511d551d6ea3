/**
 * A run of the tool: does the work that the process orders, waits for servers that are away, and tells people how far
 * it is.
 */
@NullMarked
package dev.theseus.app.run;

import org.jspecify.annotations.NullMarked;
