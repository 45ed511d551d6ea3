/** Tests of what carries large objects. */
@NullMarked
package dev.theseus.jdbc.largeobject;

import org.jspecify.annotations.NullMarked;
