/** Tests of columns that move to an object store. */
@NullMarked
package dev.theseus.jdbc.storedvalue;

import org.jspecify.annotations.NullMarked;
