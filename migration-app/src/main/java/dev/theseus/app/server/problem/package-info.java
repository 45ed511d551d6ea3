/** How the server says that it does not do what it was asked. */
@NullMarked
package dev.theseus.app.server.problem;

import org.jspecify.annotations.NullMarked;
