/** How the program logs: as lines for people, or as JSON for programs that collect logs. */
@NullMarked
package dev.theseus.app.log;

import org.jspecify.annotations.NullMarked;
