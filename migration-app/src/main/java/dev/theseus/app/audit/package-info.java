/** The audit as something to prove and to hand out: signed anchors of its chain, and exports. */
@NullMarked
package dev.theseus.app.audit;

import org.jspecify.annotations.NullMarked;
