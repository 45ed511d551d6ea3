/** Steps of a service's own workflows in one database, each of which happens once however often it is called. */
@NullMarked
package dev.theseus.jdbc.saga;

import org.jspecify.annotations.NullMarked;
