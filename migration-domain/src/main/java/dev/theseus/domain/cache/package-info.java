/** What a service keeps in caches, and when it does not hold any more. */
@NullMarked
package dev.theseus.domain.cache;

import org.jspecify.annotations.NullMarked;
