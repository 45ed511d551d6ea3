/** Brings rows over by key: reads them from the source under the keys' locks, and makes the target say the same. */
@NullMarked
package dev.theseus.jdbc.apply;

import org.jspecify.annotations.NullMarked;
