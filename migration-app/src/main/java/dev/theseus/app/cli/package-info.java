/** The command line: what can be typed, what is printed, and which exit code says what happened. */
@NullMarked
package dev.theseus.app.cli;

import org.jspecify.annotations.NullMarked;
