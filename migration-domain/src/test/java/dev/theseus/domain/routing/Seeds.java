package dev.theseus.domain.routing;

import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/**
 * Runs a property over many seeds. A failure names its seed; {@code -Dseed=…} tries that one alone, and
 * {@code -Dseeds=…} another number of them.
 */
final class Seeds {

    private Seeds() {}

    static void forEach(Consumer<Random> property) {
        Long one = Long.getLong("seed");
        LongStream seeds = one == null ? LongStream.range(0, Long.getLong("seeds", 1_000L)) : LongStream.of(one);
        seeds.forEach(seed -> {
            try {
                property.accept(new Random(seed));
            } catch (RuntimeException | AssertionError broken) {
                throw new AssertionError("Seed " + seed + " breaks it; -Dseed=" + seed + " tries it alone", broken);
            }
        });
    }
}
