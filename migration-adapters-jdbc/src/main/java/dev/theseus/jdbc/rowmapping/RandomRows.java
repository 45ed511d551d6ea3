package dev.theseus.jdbc.rowmapping;

import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Makes rows of a record at random, more often than chance would of what mappings trip over. Same seed, same rows. */
final class RandomRows {

    private static final int ONE_IN = 8;
    private static final List<String> TRICKY = List.of(
            "",
            " ",
            "a",
            "a b",
            " a",
            "a ",
            "a  b",
            "A\tB\nC\\",
            "\\N",
            "NULL",
            "Ünï",
            "漢字",
            "😀 😀",
            "O'Neil",
            "\"",
            ",;|",
            "{\"a\": 1}",
            "0",
            "-1",
            "e\u0301");
    private static final List<BigDecimal> DECIMALS =
            List.of(BigDecimal.ZERO, new BigDecimal("0.00"), new BigDecimal("-1.50"), new BigDecimal("1e30"));
    private static final List<LocalDate> DATES =
            List.of(LocalDate.EPOCH, LocalDate.of(-43, 3, 15), LocalDate.of(2024, 2, 29), LocalDate.of(12_345, 12, 31));
    private static final long SECONDS = 4_000_000_000L;

    private static final Map<Class<?>, Function<RandomGenerator, Object>> MAKERS = Map.ofEntries(
            Map.entry(String.class, RandomRows::text),
            Map.entry(Boolean.class, RandomGenerator::nextBoolean),
            Map.entry(
                    Short.class,
                    r -> pick(r, List.of((short) 0, Short.MIN_VALUE, Short.MAX_VALUE), () -> (short) r.nextInt())),
            Map.entry(Integer.class, r -> pick(r, List.of(0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE), r::nextInt)),
            Map.entry(Long.class, r -> pick(r, List.of(0L, -1L, Long.MIN_VALUE, Long.MAX_VALUE), r::nextLong)),
            Map.entry(Float.class, r -> pick(r, List.of(0f, -0f, Float.NaN, Float.MIN_VALUE), r::nextFloat)),
            Map.entry(Double.class, r -> pick(r, List.of(0d, -0d, Double.NaN, Double.MAX_VALUE), r::nextDouble)),
            Map.entry(BigDecimal.class, r -> pick(r, DECIMALS, () -> BigDecimal.valueOf(r.nextLong(), r.nextInt(20)))),
            Map.entry(BigInteger.class, r -> BigInteger.valueOf(r.nextLong())),
            Map.entry(UUID.class, r -> new UUID(r.nextLong(), r.nextLong())),
            Map.entry(LocalDate.class, r -> pick(r, DATES, () -> LocalDate.ofEpochDay(r.nextInt(-100_000, 100_000)))),
            Map.entry(LocalTime.class, RandomRows::time),
            Map.entry(
                    LocalDateTime.class,
                    r -> LocalDate.ofEpochDay(r.nextInt(-100_000, 100_000)).atTime(time(r))),
            Map.entry(OffsetDateTime.class, r -> instant(r).atOffset(ZoneOffset.UTC)),
            Map.entry(Instant.class, RandomRows::instant),
            Map.entry(ByteBuffer.class, RandomRows::bytes));

    private final RandomGenerator random;

    RandomRows(RandomGenerator random) {
        this.random = random;
    }

    <R extends Record> R next(Class<R> type) {
        RecordForm<R> form = RecordForm.of(type);
        List<@Nullable Object> values = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            values.add(value(component.getType()));
        }
        return form.make(values);
    }

    private @Nullable Object value(Class<?> type) {
        if (!type.isPrimitive() && random.nextInt(ONE_IN) == 0) {
            return null;
        }
        if (type.isEnum()) {
            Object[] constants = type.getEnumConstants();
            return constants[random.nextInt(constants.length)];
        }
        Function<RandomGenerator, Object> maker = MAKERS.get(ValueForm.boxed(type));
        if (maker == null) {
            throw new IllegalArgumentException("No values of " + type + " can be made up; give rows of your own");
        }
        return maker.apply(random);
    }

    private interface Made<T> {
        T make();
    }

    private static <T> T pick(RandomGenerator random, List<T> tricky, Made<T> other) {
        return random.nextInt(ONE_IN / 2) == 0 ? tricky.get(random.nextInt(tricky.size())) : other.make();
    }

    private static String text(RandomGenerator random) {
        return pick(random, TRICKY, () -> {
            int[] points = new int[random.nextInt(12)];
            for (int i = 0; i < points.length; i++) {
                points[i] = random.nextInt(4) == 0 ? ' ' : random.nextInt('!', 0x250);
            }
            return new String(points, 0, points.length);
        });
    }

    /** Databases keep microseconds. */
    private static LocalTime time(RandomGenerator random) {
        return LocalTime.ofNanoOfDay(random.nextLong(86_400_000_000L) * 1_000);
    }

    private static Instant instant(RandomGenerator random) {
        return Instant.ofEpochSecond(random.nextLong(-SECONDS, SECONDS), random.nextInt(1_000_000) * 1_000L);
    }

    private static ByteBuffer bytes(RandomGenerator random) {
        byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        return ByteBuffer.wrap(bytes);
    }
}
