/** Who asked for what, why, and when: the trail that every event of a migration leaves. */
@NullMarked
package dev.theseus.domain.audit;

import org.jspecify.annotations.NullMarked;
