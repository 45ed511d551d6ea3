/** Carries the context of a request to other threads, where the service uses Micrometer's context propagation. */
@NullMarked
package dev.theseus.app.embed.context;

import org.jspecify.annotations.NullMarked;
