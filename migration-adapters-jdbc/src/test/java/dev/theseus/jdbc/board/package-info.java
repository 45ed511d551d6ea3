/** Tests of the routing board and the nodes' reports on real servers. */
@NullMarked
package dev.theseus.jdbc.board;

import org.jspecify.annotations.NullMarked;
