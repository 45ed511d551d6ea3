/** Tests that no index or constraint is lost, whatever happens between taking it away and building it again. */
@NullMarked
package dev.theseus.jdbc.index;

import org.jspecify.annotations.NullMarked;
