/** How far events that happened are on their way to others. */
@NullMarked
package dev.theseus.domain.stream;

import org.jspecify.annotations.NullMarked;
