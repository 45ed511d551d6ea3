/**
 * The demonstration: migrates a generated shop between two embedded servers while its clients keep writing, and tells
 * whether anything differs or was lost.
 */
@NullMarked
package dev.theseus.app.demo;

import org.jspecify.annotations.NullMarked;
