/**
 * Reads the catalogues of both databases and inspects, without changing anything, whether a plan can be carried out.
 */
@NullMarked
package dev.theseus.jdbc.catalog;

import org.jspecify.annotations.NullMarked;
