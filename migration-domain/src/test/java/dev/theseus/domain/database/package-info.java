/** Shows what holds of the values that stand for databases. */
@NullMarked
package dev.theseus.domain.database;

import org.jspecify.annotations.NullMarked;
