/** How statements are read and rewritten. */
@NullMarked
package dev.theseus.jdbc.noting;

import org.jspecify.annotations.NullMarked;
