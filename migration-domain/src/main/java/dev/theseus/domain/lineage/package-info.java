/** Where a row of the new database comes from. */
@NullMarked
package dev.theseus.domain.lineage;

import org.jspecify.annotations.NullMarked;
