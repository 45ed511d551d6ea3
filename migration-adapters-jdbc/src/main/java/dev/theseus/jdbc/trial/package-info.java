/** Tries on the servers, without changing anything, what mappings say in SQL. */
@NullMarked
package dev.theseus.jdbc.trial;

import org.jspecify.annotations.NullMarked;
