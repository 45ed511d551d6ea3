/** The entities of a service that uses every way in which Hibernate keeps them. */
@NullMarked
package dev.theseus.jdbc.hibernate.library;

import org.jspecify.annotations.NullMarked;
