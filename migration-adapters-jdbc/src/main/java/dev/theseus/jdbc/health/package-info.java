/** Asks a PostgreSQL server whether it could carry the service at this moment. */
@NullMarked
package dev.theseus.jdbc.health;

import org.jspecify.annotations.NullMarked;
