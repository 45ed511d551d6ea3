/** Tests of what changed definitions mean to a migration. */
@NullMarked
package dev.theseus.domain.definition;

import org.jspecify.annotations.NullMarked;
