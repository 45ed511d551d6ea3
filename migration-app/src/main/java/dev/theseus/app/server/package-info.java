/** The control plane as a server: starts it, and says what it is made of. */
@NullMarked
package dev.theseus.app.server;

import org.jspecify.annotations.NullMarked;
