/** The program as its user has it: processes, plan files, exit codes, and what happens when something is killed. */
@NullMarked
package dev.theseus.app.acceptance;

import org.jspecify.annotations.NullMarked;
