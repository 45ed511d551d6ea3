package dev.theseus.jdbc.rowmapping;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * A component of a row's record.
 *
 * @param component its name
 * @param column that it stands for, as the catalogue spells it
 * @param type of its values
 */
public record RowColumn(String component, String column, Class<?> type) {

    private static final Set<String> INTEGERS = Set.of("smallint", "integer", "bigint");
    private static final Set<String> NUMBERS = Set.of("smallint", "integer", "bigint", "numeric");

    private static final Map<Class<?>, Set<String>> READABLE = Map.ofEntries(
            Map.entry(Boolean.class, Set.of("boolean")),
            Map.entry(Short.class, INTEGERS),
            Map.entry(Integer.class, INTEGERS),
            Map.entry(Long.class, INTEGERS),
            Map.entry(BigInteger.class, NUMBERS),
            Map.entry(BigDecimal.class, NUMBERS),
            Map.entry(Float.class, Set.of("real", "double precision")),
            Map.entry(Double.class, Set.of("real", "double precision")),
            Map.entry(UUID.class, Set.of("uuid")),
            Map.entry(LocalDate.class, Set.of("date")),
            Map.entry(LocalTime.class, Set.of("time without time zone")),
            Map.entry(LocalDateTime.class, Set.of("timestamp without time zone")),
            Map.entry(OffsetDateTime.class, Set.of("timestamp with time zone")),
            Map.entry(Instant.class, Set.of("timestamp with time zone")),
            Map.entry(ByteBuffer.class, Set.of("bytea")));

    /**
     * Whether values of a column's type can be values of the component. A text takes those of any; whether a label is a
     * constant of an enum shows only when rows are read.
     *
     * @param columnType as the catalogue prints it
     */
    public boolean takes(String columnType) {
        Set<String> readable = READABLE.get(ValueForm.boxed(type));
        return readable == null || readable.contains(columnType.replaceAll("\\(.*?\\)", ""));
    }

    /** Whether NULL has no place in it. */
    public boolean refusesNull() {
        return type.isPrimitive();
    }
}
