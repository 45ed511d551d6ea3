package dev.theseus.app.bench;

import java.io.PrintStream;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What the contenders of a contest took.
 *
 * @param seconds of each round, by contender
 * @param failures of Theseus itself
 */
record Standings(Map<String, List<Double>> seconds, List<String> failures) {

    double median(String name) {
        return median(seconds.get(name));
    }

    static double median(Collection<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** The best median among those whose name begins so. */
    OptionalDouble best(String prefix) {
        return seconds.keySet().stream()
                .filter(name -> name.startsWith(prefix))
                .mapToDouble(this::median)
                .min();
    }

    /**
     * Prints medians, ranges and how many times as fast as the baseline each is.
     *
     * @param baseline the prefix of the names whose best median is 1.00
     */
    void print(PrintStream out, String baseline) {
        OptionalDouble one = best(baseline);
        out.printf("%n  %-48s %9s %17s %9s%n", "", "median s", "range s", "speed");
        seconds.forEach((name, values) -> out.printf(
                "  %-48s %9.2f %8.2f - %6.2f %9s%n",
                name,
                median(values),
                values.stream().mapToDouble(v -> v).min().orElseThrow(),
                values.stream().mapToDouble(v -> v).max().orElseThrow(),
                one.isPresent() ? "%.2f x".formatted(one.getAsDouble() / median(values)) : "-"));
        out.println("  1.00 x is the best of: " + baseline + (one.isPresent() ? "" : " (none of them is installed)"));
    }
}
