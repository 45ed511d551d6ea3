/** Keeps a failing or slow database from failing or slowing its callers: time limits, a breaker, a bulkhead. */
@NullMarked
package dev.theseus.jdbc.guard;

import org.jspecify.annotations.NullMarked;
