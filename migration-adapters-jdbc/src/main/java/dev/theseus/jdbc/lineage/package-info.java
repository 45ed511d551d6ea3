/** Reads where a row of the new database comes from off the ledger, the logs and the row's own transaction. */
@NullMarked
package dev.theseus.jdbc.lineage;

import org.jspecify.annotations.NullMarked;
