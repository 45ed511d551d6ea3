/** The control database: a PostgreSQL of our own that keeps its files in a directory, or any that is named by a URL. */
@NullMarked
package dev.theseus.app.control;

import org.jspecify.annotations.NullMarked;
