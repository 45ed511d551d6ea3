/** What a plan says of the event stream. */
@NullMarked
package dev.theseus.app.stream;

import org.jspecify.annotations.NullMarked;
