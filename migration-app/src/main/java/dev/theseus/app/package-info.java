/** Starts Theseus: reads the command line and hands over to the module that does the work. */
@NullMarked
package dev.theseus.app;

import org.jspecify.annotations.NullMarked;
