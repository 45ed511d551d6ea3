/** Tests of capture and change log. */
@NullMarked
package dev.theseus.jdbc.capture;

import org.jspecify.annotations.NullMarked;
