/** Tests of how key maps are named and asked. */
@NullMarked
package dev.theseus.domain.keymap;

import org.jspecify.annotations.NullMarked;
