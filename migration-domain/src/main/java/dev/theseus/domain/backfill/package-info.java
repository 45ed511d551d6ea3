/**
 * Copying the rows that stood in the old database when capture began: chunks, their ledger, sizing, order and progress.
 */
@NullMarked
package dev.theseus.domain.backfill;

import org.jspecify.annotations.NullMarked;
