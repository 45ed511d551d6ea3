/** Tests of the bookkeeping. */
@NullMarked
package dev.theseus.jdbc.bookkeeping;

import org.jspecify.annotations.NullMarked;
