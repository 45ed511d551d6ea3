/** Whether a database could carry the service at this moment. */
@NullMarked
package dev.theseus.domain.health;

import org.jspecify.annotations.NullMarked;
