package dev.theseus.jdbc.rowmapping;

import dev.theseus.domain.database.Direction;
import dev.theseus.domain.mapping.RowMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Lines of one COPY as a mapping in Java makes them for another: each by itself, so no more than one row is in memory.
 * Safe for several threads.
 */
public final class MappedLines {

    private final Way<?, ?> way;

    /**
     * One direction of a mapping.
     *
     * @param key places of the key's columns among the source's
     */
    private record Way<S extends Record, T extends Record>(
            RecordForm<S> from, RecordForm<T> into, Mapped<S, T> mapping, List<Integer> key) {

        byte[] map(byte[] line) {
            List<@Nullable String> values = CopyLine.values(line);
            try {
                return CopyLine.of(into.print(mapping.apply(from.read(values))));
            } catch (RuntimeException e) {
                throw new UnmappableRow(keyOf(values), reason(e), e);
            }
        }

        private List<String> keyOf(List<@Nullable String> values) {
            List<String> parts = new ArrayList<>();
            key.forEach(place -> parts.add(Objects.toString(values.get(place))));
            return parts;
        }

        /** What a mapping says may hold values; what reading a record says holds none. */
        private static String reason(RuntimeException e) {
            boolean ours = e instanceof IllegalArgumentException
                    && e.getStackTrace().length > 0
                    && e.getStackTrace()[0].getClassName().equals(RecordForm.class.getName());
            return ours
                    ? String.valueOf(e.getMessage())
                    : "the mapping failed with " + e.getClass().getSimpleName();
        }
    }

    private interface Mapped<S, T> {
        T apply(S row);
    }

    private MappedLines(Way<?, ?> way) {
        this.way = way;
    }

    /**
     * @param key columns of the source that identify a row, to name one that can't be mapped
     * @throws IllegalArgumentException if a record has a component that no column becomes, or the key is not among them
     */
    public static <O extends Record, N extends Record> MappedLines of(
            RowMapping<O, N> mapping, Direction direction, List<String> key) {
        RecordForm<O> old = RecordForm.of(mapping.oldRow());
        RecordForm<N> target = RecordForm.of(mapping.newRow());
        return switch (direction) {
            case FORWARD -> new MappedLines(new Way<>(old, target, mapping::toNew, places(old, key)));
            case REVERSE -> new MappedLines(new Way<>(target, old, mapping::toOld, places(target, key)));
        };
    }

    private static List<Integer> places(RecordForm<?> form, List<String> key) {
        return key.stream()
                .map(column -> {
                    int place = form.columns().indexOf(column);
                    if (place < 0) {
                        throw new IllegalArgumentException(
                                "The key's column " + column + " is none of the record's: " + form.columns());
                    }
                    return place;
                })
                .toList();
    }

    /** The columns to read, in order. */
    public List<String> sourceColumns() {
        return way.from().columns();
    }

    /** The columns to write, in order. */
    public List<String> targetColumns() {
        return way.into().columns();
    }

    /**
     * @param line of COPY in its text form, as a session of Theseus prints it
     * @return the line for the target
     * @throws UnmappableRow if the row is none that the mapping takes
     */
    public byte[] map(byte[] line) {
        return way.map(line);
    }
}
