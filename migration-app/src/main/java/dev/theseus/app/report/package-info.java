/** Tells people who don't run a migration where it stands. */
@NullMarked
package dev.theseus.app.report;

import org.jspecify.annotations.NullMarked;
