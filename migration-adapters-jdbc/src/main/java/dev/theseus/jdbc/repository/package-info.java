/**
 * Puts the gateway in front of a service's own repository: one object of the repository's interface that sorts calls
 * into reads and writes, knows the rows they name, and leaves the rest to the gateway.
 */
@NullMarked
package dev.theseus.jdbc.repository;

import org.jspecify.annotations.NullMarked;
