/** Making both databases ready for a migration, and leaving them as if there had been none. */
@NullMarked
package dev.theseus.domain.preparation;

import org.jspecify.annotations.NullMarked;
