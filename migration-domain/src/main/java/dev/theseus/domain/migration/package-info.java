/** The migration aggregate: what may be decided in which state, and what each decision changes. */
@NullMarked
package dev.theseus.domain.migration;

import org.jspecify.annotations.NullMarked;
