/** The REST API of the server. */
@NullMarked
package dev.theseus.app.server.api;

import org.jspecify.annotations.NullMarked;
