/** Tests of the copy on real servers, its races forced by stepping. */
@NullMarked
package dev.theseus.jdbc.copy;

import org.jspecify.annotations.NullMarked;
