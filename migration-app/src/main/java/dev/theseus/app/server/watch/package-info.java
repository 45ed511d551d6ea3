/** Watches the migration that a server serves, once for everybody who looks. */
@NullMarked
package dev.theseus.app.server.watch;

import org.jspecify.annotations.NullMarked;
