/** Who may come in to the server, and what is noted of that. */
@NullMarked
package dev.theseus.app.server.door;

import org.jspecify.annotations.NullMarked;
