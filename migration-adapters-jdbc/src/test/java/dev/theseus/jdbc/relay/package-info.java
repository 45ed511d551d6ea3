/** Tests of the relay. */
@NullMarked
package dev.theseus.jdbc.relay;

import org.jspecify.annotations.NullMarked;
