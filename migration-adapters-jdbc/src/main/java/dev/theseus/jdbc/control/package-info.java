/**
 * Connections to the control database, the creation of its tables, and the lock that lets one process run a migration.
 */
@NullMarked
package dev.theseus.jdbc.control;

import org.jspecify.annotations.NullMarked;
