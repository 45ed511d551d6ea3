/** The documentation as a whole. */
@NullMarked
package dev.theseus.app.docs;

import org.jspecify.annotations.NullMarked;
