/** Tests of the object stores. */
@NullMarked
package dev.theseus.app.store;

import org.jspecify.annotations.NullMarked;
