/** Which of the two databases accepts writes, and how that moves from one to the other. */
@NullMarked
package dev.theseus.domain.authority;

import org.jspecify.annotations.NullMarked;
