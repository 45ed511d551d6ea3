/** Tests of how rows go to the other database once more. */
@NullMarked
package dev.theseus.jdbc.remap;

import org.jspecify.annotations.NullMarked;
