/** The commands of the program at work, and the demonstration as a whole. */
@NullMarked
package dev.theseus.app.operations;

import org.jspecify.annotations.NullMarked;
