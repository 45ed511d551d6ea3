/** Who may do what at the server, what it remembers of that, and the ports behind which that is kept. */
@NullMarked
package dev.theseus.domain.access;

import org.jspecify.annotations.NullMarked;
