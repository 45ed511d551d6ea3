/** What a person should hear of at once, and where it is told. */
@NullMarked
package dev.theseus.domain.alert;

import org.jspecify.annotations.NullMarked;
