/** Tests of mappings that are written in Java. */
@NullMarked
package dev.theseus.jdbc.rowmapping;

import org.jspecify.annotations.NullMarked;
