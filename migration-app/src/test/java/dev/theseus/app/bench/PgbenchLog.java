package dev.theseus.app.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What pgbench logs of each transaction, looked at by the times at which they ended. */
final class PgbenchLog {

    /** Of a line: the microseconds that it took, waiting for its turn included. */
    private static final int MICROS = 2;

    /** When it ended: seconds since 1970, and the microseconds beside. */
    private static final int SECOND = 4;

    private static final int MICROS_BESIDE = 5;

    private PgbenchLog() {}

    /** A time in which transactions are counted: without its end. */
    record Span(Instant from, Instant to) {

        double seconds() {
            return Duration.between(from, to).toNanos() / 1e9;
        }
    }

    /**
     * What was seen in one.
     *
     * @param perSecond transactions
     * @param median milliseconds of one
     * @param high the 99th percentile of these
     */
    record Seen(double perSecond, double median, double high) {}

    /**
     * What was seen in each.
     *
     * @param directory with the files of one pgbench that has ended, or was ended some seconds after the last span
     * @param spans one after the other
     * @throws IllegalStateException if there was no transaction in one of them
     */
    static List<Seen> read(Path directory, List<Span> spans) throws IOException {
        NavigableMap<Instant, Count> byBeginning = new TreeMap<>();
        spans.forEach(span -> byBeginning.put(span.from(), new Count(span, IntStream.builder())));
        try (Stream<Path> files = Files.list(directory)) {
            files.forEach(file -> read(file, byBeginning));
        }
        return byBeginning.values().stream().map(Count::seen).toList();
    }

    /** @param micros of each transaction that ended in the span */
    private record Count(Span span, IntStream.Builder micros) {

        Seen seen() {
            int[] sorted = micros.build().sorted().toArray();
            if (sorted.length == 0) {
                throw new IllegalStateException("pgbench did no transaction in " + span);
            }
            return new Seen(sorted.length / span.seconds(), millis(sorted, 0.5), millis(sorted, 0.99));
        }
    }

    private static void read(Path file, NavigableMap<Instant, Count> byBeginning) {
        try (Stream<String> lines = Files.lines(file)) {
            lines.map(line -> line.split(" ", -1)).filter(PgbenchLog::isWhole).forEach(words -> {
                Instant ended = Instant.ofEpochSecond(
                        Long.parseLong(words[SECOND]), Long.parseLong(words[MICROS_BESIDE]) * 1_000);
                Map.Entry<Instant, Count> begun = byBeginning.floorEntry(ended);
                if (begun != null && ended.isBefore(begun.getValue().span().to())) {
                    begun.getValue().micros().add(Integer.parseInt(words[MICROS]));
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The last line of one that was ended is cut off anywhere. */
    private static boolean isWhole(String[] words) {
        return words.length > MICROS_BESIDE;
    }

    private static double millis(int[] sorted, double share) {
        return sorted[(int) (sorted.length * share)] / 1e3;
    }
}
