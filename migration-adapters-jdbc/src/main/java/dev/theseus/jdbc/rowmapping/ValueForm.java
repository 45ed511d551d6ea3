package dev.theseus.jdbc.rowmapping;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * How a type of Java and the text of a database's value become each other.
 *
 * @param read text as the sessions of Theseus print it
 * @param print text that any server reads
 */
record ValueForm<T>(Function<String, T> read, Function<T, String> print) {

    private static final Map<Class<?>, ValueForm<?>> FORMS = Map.ofEntries(
            of(String.class, text -> text, text -> text),
            of(Boolean.class, ValueForm::bool, value -> value ? "t" : "f"),
            of(Short.class, Short::valueOf, Object::toString),
            of(Integer.class, Integer::valueOf, Object::toString),
            of(Long.class, Long::valueOf, Object::toString),
            of(Float.class, Float::valueOf, Object::toString),
            of(Double.class, Double::valueOf, Object::toString),
            of(BigDecimal.class, BigDecimal::new, BigDecimal::toPlainString),
            of(BigInteger.class, BigInteger::new, Object::toString),
            of(UUID.class, UUID::fromString, Object::toString),
            of(LocalDate.class, TimeText::date, TimeText::of),
            of(LocalTime.class, LocalTime::parse, LocalTime::toString),
            of(LocalDateTime.class, TimeText::dateTime, TimeText::of),
            of(OffsetDateTime.class, TimeText::offsetDateTime, TimeText::of),
            of(Instant.class, text -> TimeText.offsetDateTime(text).toInstant(), TimeText::of),
            of(ByteBuffer.class, ValueForm::bytes, ValueForm::hex));

    private static final Map<Class<?>, Class<?>> BOXES = Map.of(
            boolean.class, Boolean.class,
            short.class, Short.class,
            int.class, Integer.class,
            long.class, Long.class,
            float.class, Float.class,
            double.class, Double.class);

    private static <T> Map.Entry<Class<?>, ValueForm<?>> of(
            Class<T> type, Function<String, T> read, Function<T, String> print) {
        return Map.entry(type, new ValueForm<>(read, print));
    }

    /** The form of a component's type; enums go by the names of their constants. Empty if there is none. */
    static Optional<ValueForm<?>> of(Class<?> type) {
        if (type.isEnum()) {
            return Optional.of(ofEnum(type));
        }
        return Optional.ofNullable(FORMS.get(boxed(type)));
    }

    /** A primitive's class of objects; any other type is its own. */
    static Class<?> boxed(Class<?> type) {
        return BOXES.getOrDefault(type, type);
    }

    private static ValueForm<Object> ofEnum(Class<?> type) {
        return new ValueForm<>(text -> constant(type, text), value -> ((Enum<?>) value).name());
    }

    private static Object constant(Class<?> type, String name) {
        for (Object constant : type.getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(name)) {
                return constant;
            }
        }
        throw new IllegalArgumentException("not a constant of " + type.getSimpleName());
    }

    private static Boolean bool(String text) {
        return switch (text) {
            case "t" -> true;
            case "f" -> false;
            default -> throw new IllegalArgumentException("not a boolean");
        };
    }

    private static ByteBuffer bytes(String text) {
        if (!text.startsWith("\\x")) {
            throw new IllegalArgumentException("not a bytea");
        }
        return ByteBuffer.wrap(HexFormat.of().parseHex(text, 2, text.length()));
    }

    /** Leaves the buffer's position where it is. */
    private static String hex(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return "\\x" + HexFormat.of().formatHex(bytes);
    }
}
