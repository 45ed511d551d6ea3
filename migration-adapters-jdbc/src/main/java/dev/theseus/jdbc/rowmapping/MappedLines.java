package dev.theseus.jdbc.rowmapping;

import dev.theseus.domain.database.Direction;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.mapping.RowMapping;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
     * @param writing places of the columns to write among the target's
     * @param keeping which places of the key they have to keep the values of; none where keys may change
     */
    private record Way<S extends Record, T extends Record>(
            RecordForm<S> from,
            RecordForm<T> into,
            Mapped<S, T> mapping,
            List<Integer> key,
            List<Integer> writing,
            List<Integer> keeping) {

        byte[] map(byte[] line) {
            List<@Nullable String> values = CopyLine.values(line);
            try {
                S row = from.read(values);
                List<@Nullable String> made = made(values, row, mapping.apply(row));
                // what stands behind the row passes as it is
                made.addAll(values.subList(from.columns().size(), values.size()));
                return CopyLine.of(made);
            } catch (RuntimeException e) {
                throw new UnmappableRow(keyOf(values), reason(e), e);
            }
        }

        private List<@Nullable String> made(List<@Nullable String> values, S row, T made) {
            List<@Nullable String> printed = into.print(made);
            for (int i = 0; i < keeping.size(); i++) {
                int place = keeping.get(i);
                // a time may be printed shorter than the database prints it: it is the same key all the same
                if (!Objects.equals(from.printed(key.get(i), row), printed.get(place))) {
                    throw RecordForm.refusal("the mapping gives column "
                            + into.columns().get(place) + " of the key another value; a key is carried as it is");
                }
                printed.set(place, values.get(key.get(i)));
            }
            List<@Nullable String> written = new ArrayList<>();
            writing.forEach(place -> written.add(printed.get(place)));
            return written;
        }

        List<String> written() {
            return writing.stream().map(into.columns()::get).toList();
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
            case FORWARD -> new MappedLines(way(old, target, mapping::toNew, key));
            case REVERSE -> new MappedLines(way(target, old, mapping::toOld, key));
        };
    }

    private static <S extends Record, T extends Record> Way<S, T> way(
            RecordForm<S> from, RecordForm<T> into, Mapped<S, T> mapping, List<String> key) {
        return new Way<>(from, into, mapping, places(from, key), places(into, into.columns()), List.of());
    }

    /**
     * What an image says that is made in Java: its columns are written, and its key keeps its values.
     *
     * @throws IllegalArgumentException if there is no such mapping, or it lacks a column of the image
     */
    public static MappedLines of(Image image, Direction direction) {
        String name = image.java().orElseThrow(() -> new IllegalArgumentException("A server can make these rows"));
        return of(RowMappings.named(name), image, direction);
    }

    private static <O extends Record, N extends Record> MappedLines of(
            RowMapping<O, N> mapping, Image image, Direction direction) {
        RecordForm<O> old = RecordForm.of(mapping.oldRow());
        RecordForm<N> target = RecordForm.of(mapping.newRow());
        return switch (direction) {
            case FORWARD -> new MappedLines(way(old, target, mapping::toNew, image));
            case REVERSE -> new MappedLines(way(target, old, mapping::toOld, image));
        };
    }

    private static <S extends Record, T extends Record> Way<S, T> way(
            RecordForm<S> from, RecordForm<T> into, Mapped<S, T> mapping, Image image) {
        return new Way<>(
                from,
                into,
                mapping,
                places(from, image.sourceKey()),
                places(into, image.targetColumns()),
                places(into, image.targetKey()));
    }

    private static List<Integer> places(RecordForm<?> form, List<String> columns) {
        return columns.stream()
                .map(column -> {
                    int place = form.columns().indexOf(column);
                    if (place < 0) {
                        throw new IllegalArgumentException(
                                "Column " + column + " is none of the record's: " + form.columns());
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
        return way.written();
    }

    /**
     * One row that is no line.
     *
     * @param values by column of the source, as a server prints them; empty for NULL
     * @return the same of the target
     * @throws UnmappableRow if the row is none that the mapping takes
     */
    public Map<String, Optional<String>> map(Map<String, Optional<String>> values) {
        List<@Nullable String> line = new ArrayList<>();
        sourceColumns()
                .forEach(c -> line.add(values.getOrDefault(c, Optional.empty()).orElse(null)));
        List<@Nullable String> made = CopyLine.values(map(CopyLine.of(line)));
        Map<String, Optional<String>> row = new LinkedHashMap<>();
        for (int i = 0; i < made.size(); i++) {
            row.put(targetColumns().get(i), Optional.ofNullable(made.get(i)));
        }
        return row;
    }

    /**
     * @param line of COPY in its text form, as a session of Theseus prints it; it may have values behind the row's
     * @return the line for the target, with the same values behind it
     * @throws UnmappableRow if the row is none that the mapping takes
     */
    public byte[] map(byte[] line) {
        return way.map(line);
    }
}
