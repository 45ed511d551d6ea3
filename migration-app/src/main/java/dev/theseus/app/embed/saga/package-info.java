/** Lets a service run workflows of its own, with the control database that keeps them. */
@NullMarked
package dev.theseus.app.embed.saga;

import org.jspecify.annotations.NullMarked;
