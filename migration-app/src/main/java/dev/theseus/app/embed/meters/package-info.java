/** Shows what the gateway does and how it is as Micrometer meters. */
@NullMarked
package dev.theseus.app.embed.meters;

import org.jspecify.annotations.NullMarked;
