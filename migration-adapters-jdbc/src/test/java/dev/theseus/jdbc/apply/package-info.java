/** Tests of applying keys. */
@NullMarked
package dev.theseus.jdbc.apply;

import org.jspecify.annotations.NullMarked;
