/** A service that writes through Hibernate and notes what it changes. */
@NullMarked
package dev.theseus.jdbc.hibernate;

import org.jspecify.annotations.NullMarked;
