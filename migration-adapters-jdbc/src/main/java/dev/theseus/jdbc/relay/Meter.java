package dev.theseus.jdbc.relay;

import dev.theseus.domain.relay.RelayStatus.Lag;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * Counts what was relayed, and how long entries stood. Entries that were held until their table was copied say nothing
 * of the relay and are not counted in the lag. Safe for several threads; allocates nothing per entry.
 */
final class Meter {

    private static final long MOST_MICROS = Duration.ofDays(1).toNanos() / 1_000;
    private static final int DIGITS = 3;
    private static final double MEDIAN = 50;
    private static final double HIGH = 99;

    private final ConcurrentHistogram lag = new ConcurrentHistogram(MOST_MICROS, DIGITS);
    private final LongAdder retired = new LongAdder();
    private final LongAdder keys = new LongAdder();
    private final Map<Integer, Long> relayedSince = new ConcurrentHashMap<>();

    /** From now on the entries of a table are relayed; repeated calls change nothing. */
    void relays(int table) {
        relayedSince.putIfAbsent(table, System.nanoTime());
    }

    /** For how long each of these tables has been relayed; those that are not yet are left out. */
    Map<Integer, Duration> relayed(Set<Integer> tables) {
        long now = System.nanoTime();
        Map<Integer, Duration> durations = new HashMap<>();
        relayedSince.forEach((table, since) -> {
            if (tables.contains(table)) {
                durations.put(table, Duration.ofNanos(now - since));
            }
        });
        return durations;
    }

    /** An entry of a table was retired that stood for so many microseconds. */
    void stood(int table, long micros) {
        Long since = relayedSince.get(table);
        long longest = since == null ? 0 : (System.nanoTime() - since) / 1_000;
        if (micros <= longest) {
            lag.recordValue(Math.min(micros, MOST_MICROS));
        }
    }

    void retired(long entries, long ofKeys) {
        retired.add(entries);
        keys.add(ofKeys);
    }

    long retired() {
        return retired.sum();
    }

    long keys() {
        return keys.sum();
    }

    Lag lag() {
        return lag.getTotalCount() == 0
                ? Lag.NONE
                : new Lag(
                        micros(lag.getValueAtPercentile(MEDIAN)),
                        micros(lag.getValueAtPercentile(HIGH)),
                        micros(lag.getMaxValue()));
    }

    private static Duration micros(long micros) {
        return Duration.ofNanos(micros * 1_000);
    }
}
