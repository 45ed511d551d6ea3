/** Tests of the fence and of handing authority over. */
@NullMarked
package dev.theseus.jdbc.fence;

import org.jspecify.annotations.NullMarked;
