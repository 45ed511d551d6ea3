/** Tests of the process of a critical write. */
@NullMarked
package dev.theseus.domain.critical;

import org.jspecify.annotations.NullMarked;
