/** Contents that live outside of a table and travel with its rows: large objects, and values in an object store. */
@NullMarked
package dev.theseus.domain.largeobject;

import org.jspecify.annotations.NullMarked;
