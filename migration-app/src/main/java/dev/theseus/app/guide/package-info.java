/** Writes down for developers what a migration changes for them: tables, columns, statements and consistency. */
@NullMarked
package dev.theseus.app.guide;

import org.jspecify.annotations.NullMarked;
