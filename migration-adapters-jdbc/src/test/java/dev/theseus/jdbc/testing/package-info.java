/** Real PostgreSQL servers for tests: two for the whole run, a fresh pair of databases for each test. */
@NullMarked
package dev.theseus.jdbc.testing;

import org.jspecify.annotations.NullMarked;
