/** Checks that the running Java is new enough before any class that needs it is loaded. */
@NullMarked
package dev.theseus.launch;

import org.jspecify.annotations.NullMarked;
