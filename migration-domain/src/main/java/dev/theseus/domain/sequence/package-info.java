/** Bringing the new database's sequences to where the old one's are, so that its next values are free. */
@NullMarked
package dev.theseus.domain.sequence;

import org.jspecify.annotations.NullMarked;
