/** What every adapter for PostgreSQL stands on: connections, quoting, error translation, table shapes and the fence. */
@NullMarked
package dev.theseus.jdbc.postgres;

import org.jspecify.annotations.NullMarked;
