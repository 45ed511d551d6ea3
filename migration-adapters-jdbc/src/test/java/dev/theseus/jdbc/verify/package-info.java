/** Tests of the comparison: every difference is planted once, in every place where one could be overlooked. */
@NullMarked
package dev.theseus.jdbc.verify;

import org.jspecify.annotations.NullMarked;
