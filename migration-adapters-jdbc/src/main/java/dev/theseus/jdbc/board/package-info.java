/** The board in the old database where the control plane leaves its decisions and the nodes leave word. */
@NullMarked
package dev.theseus.jdbc.board;

import org.jspecify.annotations.NullMarked;
