/** Tests of the routed repository, over a gateway that writes down what it is asked. */
@NullMarked
package dev.theseus.jdbc.repository;

import org.jspecify.annotations.NullMarked;
