package dev.theseus.app.plan;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations and sizes as people write them. */
public final class Quantities {

    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,18}) ?([A-Za-z]*)");
    private static final Map<String, Long> MILLIS = Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L);
    private static final Map<String, Long> BYTES = Map.of(
            "",
            1L,
            "B",
            1L,
            "kB",
            1_000L,
            "MB",
            1_000_000L,
            "GB",
            1_000_000_000L,
            "KiB",
            1L << 10,
            "MiB",
            1L << 20,
            "GiB",
            1L << 30);

    private Quantities() {}

    /** @throws IllegalArgumentException with what follows the text in a sentence */
    public static Duration duration(String text) {
        return Duration.ofMillis(amount(text, MILLIS, "is no duration; write it as 250ms, 10s, 5m or 1h"));
    }

    static long bytes(String text) {
        return amount(text, BYTES, "is no size; write it as 64KiB, 32MiB or 1GiB");
    }

    private static long amount(String text, Map<String, Long> units, String otherwise) {
        Matcher matcher = AMOUNT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(otherwise);
        }
        Long unit = units.get(matcher.group(2));
        boolean isBareZero =
                Long.parseLong(matcher.group(1)) == 0 && matcher.group(2).isEmpty();
        if (unit == null && !isBareZero) {
            throw new IllegalArgumentException(otherwise);
        }
        try {
            return Math.multiplyExact(Long.parseLong(matcher.group(1)), unit == null ? 0 : unit);
        } catch (ArithmeticException tooLarge) {
            throw new IllegalArgumentException("is too large", tooLarge);
        }
    }

    static String text(Duration duration) {
        return duration.isZero() ? "0s" : text(duration.toMillis(), MILLIS, List.of("h", "m", "s", "ms"));
    }

    static String text(long bytes) {
        return bytes == 0 ? "0" : text(bytes, BYTES, List.of("GiB", "MiB", "KiB", ""));
    }

    /** In the largest unit that loses nothing. */
    private static String text(long amount, Map<String, Long> units, List<String> largestFirst) {
        String unit = largestFirst.stream()
                .filter(u -> amount % Objects.requireNonNull(units.get(u)) == 0)
                .findFirst()
                .orElseThrow();
        return amount / Objects.requireNonNull(units.get(unit)) + unit;
    }
}
