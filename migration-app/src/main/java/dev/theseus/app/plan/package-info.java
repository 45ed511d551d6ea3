/** Reads and writes plan files, and completes them from the catalogues of both databases into plans. */
@NullMarked
package dev.theseus.app.plan;

import org.jspecify.annotations.NullMarked;
