/** Tests of how changed definitions are found. */
@NullMarked
package dev.theseus.jdbc.definition;

import org.jspecify.annotations.NullMarked;
