package dev.theseus.app.bench;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What one thing is of another, measured in turn.
 *
 * @param mean the geometric one of the ratios
 * @param low end of the interval that has the true mean in it in 95 of 100 such measurements
 * @param high end of it
 */
record Ratio(double mean, double low, double high) {

    /** Standard errors on both sides of the mean, for a normal distribution. */
    private static final double WIDTH = 1.96;

    /** @param alone as many as there are of these, each beside one of them */
    static Ratio of(List<Double> these, List<Double> alone) {
        double[] logs = IntStream.range(0, these.size())
                .mapToDouble(i -> Math.log(these.get(i) / alone.get(i)))
                .toArray();
        double mean = DoubleStream.of(logs).average().orElseThrow();
        double squares =
                DoubleStream.of(logs).map(log -> (log - mean) * (log - mean)).sum();
        double error = logs.length < 2 ? Double.NaN : Math.sqrt(squares / (logs.length - 1) / logs.length);
        return new Ratio(Math.exp(mean), Math.exp(mean - WIDTH * error), Math.exp(mean + WIDTH * error));
    }

    @Override
    public String toString() {
        return "%.3f (%.3f - %.3f)".formatted(mean, low, high);
    }
}
