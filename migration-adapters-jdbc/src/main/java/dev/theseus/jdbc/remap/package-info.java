/** Has the rows of a table go to the other database once more, after its mapping was replaced. */
@NullMarked
package dev.theseus.jdbc.remap;

import org.jspecify.annotations.NullMarked;
