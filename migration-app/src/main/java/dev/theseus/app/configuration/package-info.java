/** Puts adapters behind ports: the one place that knows which technology stands behind which part of the program. */
@NullMarked
package dev.theseus.app.configuration;

import org.jspecify.annotations.NullMarked;
