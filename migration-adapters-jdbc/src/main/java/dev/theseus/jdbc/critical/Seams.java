package dev.theseus.jdbc.critical;

import dev.theseus.domain.relay.Applier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Where tests take hold.
 *
 * @param steps told where a write has got to
 * @param applier may be exchanged
 */
record Seams(Consumer<CriticalStep> steps, UnaryOperator<Applier> applier) {
    static final Seams NONE = new Seams(step -> {}, UnaryOperator.identity());
}
