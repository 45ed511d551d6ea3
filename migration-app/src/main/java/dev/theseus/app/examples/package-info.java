/** The orders of a small service that shows how to embed Theseus; it keeps them in a table {@code orders}. */
@NullMarked
package dev.theseus.app.examples;

import org.jspecify.annotations.NullMarked;
