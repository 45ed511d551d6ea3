/** Asks a server for what the command line does. */
@NullMarked
package dev.theseus.app.remote;

import org.jspecify.annotations.NullMarked;
