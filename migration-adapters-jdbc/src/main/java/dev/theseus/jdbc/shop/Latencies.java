package dev.theseus.jdbc.shop;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.zip.DataFormatException;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** How long calls took, to the microsecond and two digits. Values of several nodes can be put together. */
public final class Latencies {

    private static final long MOST_MICROS = TimeUnit.MINUTES.toMicros(10);
    private static final int DIGITS = 2;

    private final Histogram micros;

    private Latencies(Histogram micros) {
        this.micros = micros;
    }

    /** For several threads to note calls in. */
    static Latencies concurrent() {
        return new Latencies(new ConcurrentHistogram(MOST_MICROS, DIGITS));
    }

    public static Latencies none() {
        return new Latencies(new Histogram(MOST_MICROS, DIGITS));
    }

    void note(long nanos) {
        micros.recordValue(Math.clamp(TimeUnit.NANOSECONDS.toMicros(nanos), 0, MOST_MICROS));
    }

    Latencies copy() {
        return new Latencies(micros.copy());
    }

    public long count() {
        return micros.getTotalCount();
    }

    /**
     * The time within which so many calls ended; zero if there was none.
     *
     * @param percent 0 to 100
     */
    public Duration percentile(double percent) {
        return Duration.of(micros.getValueAtPercentile(percent), java.time.temporal.ChronoUnit.MICROS);
    }

    public Latencies plus(Latencies other) {
        Histogram sum = micros.copy();
        sum.add(other.micros);
        return new Latencies(sum);
    }

    /** What was noted since an earlier state of the same. */
    public Latencies since(Latencies earlier) {
        Histogram rest = micros.copy();
        rest.subtract(earlier.micros);
        return new Latencies(rest);
    }

    /** For another process to {@link #parse}. */
    String text() {
        Histogram copy = micros.copy();
        ByteBuffer buffer = ByteBuffer.allocate(copy.getNeededByteBufferCapacity());
        int length = copy.encodeIntoCompressedByteBuffer(buffer);
        return Base64.getEncoder().encodeToString(java.util.Arrays.copyOf(buffer.array(), length));
    }

    /** @throws IllegalArgumentException if the text is not of this form */
    static Latencies parse(String text) {
        try {
            ByteBuffer buffer = ByteBuffer.wrap(Base64.getDecoder().decode(text));
            return new Latencies(Histogram.decodeFromCompressedByteBuffer(buffer, MOST_MICROS));
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("These are no latencies", e);
        }
    }
}
