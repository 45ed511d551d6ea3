/** The log of changed keys: what is pending, what is retired, what is set aside. */
@NullMarked
package dev.theseus.domain.changelog;

import org.jspecify.annotations.NullMarked;
