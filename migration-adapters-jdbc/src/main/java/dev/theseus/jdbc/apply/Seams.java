package dev.theseus.jdbc.apply;

import java.util.function.Consumer;

/**
 * Where tests take hold of an apply.
 *
 * @param locks how keys are locked
 * @param steps told where an apply has got to
 */
record Seams(KeyLocks locks, Consumer<ApplyStep> steps) {
    static final Seams NONE = new Seams(new AdvisoryKeyLocks(), step -> {});
}
