/**
 * What a service puts in front of its own data access: writes on old that are applied to new at once, reads from either
 * with a way back to old within the call, shadow reads, and tokens that let a reader see its own writes.
 */
@NullMarked
package dev.theseus.jdbc.gateway;

import org.jspecify.annotations.NullMarked;
