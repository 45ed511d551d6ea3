/** Tests of critical writes: everything that can fail between their steps. */
@NullMarked
package dev.theseus.jdbc.critical;

import org.jspecify.annotations.NullMarked;
