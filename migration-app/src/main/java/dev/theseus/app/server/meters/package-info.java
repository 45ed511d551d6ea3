/** What a server measures, for those who watch over many. */
@NullMarked
package dev.theseus.app.server.meters;

import org.jspecify.annotations.NullMarked;
