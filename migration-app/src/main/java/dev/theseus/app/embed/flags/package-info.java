/** Narrows a rollout by a flag service that speaks OpenFeature. */
@NullMarked
package dev.theseus.app.embed.flags;

import org.jspecify.annotations.NullMarked;
