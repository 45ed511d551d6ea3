/** Key maps as tables beside the service's own, kept by triggers. */
@NullMarked
package dev.theseus.jdbc.keymap;

import org.jspecify.annotations.NullMarked;
