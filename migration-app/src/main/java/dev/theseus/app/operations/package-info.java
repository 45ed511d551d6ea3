/** What the commands of the command line do, each by composing a run, a look or an order from the parts. */
@NullMarked
package dev.theseus.app.operations;

import org.jspecify.annotations.NullMarked;
