/** Shows how runs are watched over. */
@NullMarked
package dev.theseus.app.run;

import org.jspecify.annotations.NullMarked;
