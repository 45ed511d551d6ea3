/** The read models as Jakarta Persistence entities on Hibernate, in the control database. */
@NullMarked
package dev.theseus.jdbc.readmodel;

import org.jspecify.annotations.NullMarked;
