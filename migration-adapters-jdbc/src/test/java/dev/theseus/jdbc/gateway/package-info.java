/** The gateway on real servers: what its callers see, also when a server does not do what it should. */
@NullMarked
package dev.theseus.jdbc.gateway;

import org.jspecify.annotations.NullMarked;
