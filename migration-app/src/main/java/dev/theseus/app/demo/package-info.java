/**
 * The demonstration: migrates a generated shop between two embedded servers while the clients of two nodes keep writing
 * and reading, shifts their reads to new, kills new meanwhile, and tells whether anything differs, failed or was lost.
 */
@NullMarked
package dev.theseus.app.demo;

import org.jspecify.annotations.NullMarked;
