/** Looks where a migration stands: what its events say, and what the databases say at this moment. */
@NullMarked
package dev.theseus.app.status;

import org.jspecify.annotations.NullMarked;
