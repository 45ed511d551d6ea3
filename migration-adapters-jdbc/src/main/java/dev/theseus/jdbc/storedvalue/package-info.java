/** Columns whose values move to an object store, while the target keeps references. */
@NullMarked
package dev.theseus.jdbc.storedvalue;

import org.jspecify.annotations.NullMarked;
