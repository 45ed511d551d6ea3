/**
 * Judges before a run whether a plan can be carried out: what stops it, what the person should know, and the remedy.
 */
@NullMarked
package dev.theseus.domain.inspection;

import org.jspecify.annotations.NullMarked;
