/** Shows what a gateway does as observations, which a service's tracing makes spans of. */
@NullMarked
package dev.theseus.app.embed.trace;

import org.jspecify.annotations.NullMarked;
