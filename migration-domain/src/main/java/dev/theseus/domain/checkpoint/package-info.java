/** Where a migration stood before a transition: what one can go back to, and what an auditor asks for. */
@NullMarked
package dev.theseus.domain.checkpoint;

import org.jspecify.annotations.NullMarked;
