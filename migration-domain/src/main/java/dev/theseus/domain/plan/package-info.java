/** What is to be migrated and how: the plan, its table plans and its settings, all checked when they are built. */
@NullMarked
package dev.theseus.domain.plan;

import org.jspecify.annotations.NullMarked;
