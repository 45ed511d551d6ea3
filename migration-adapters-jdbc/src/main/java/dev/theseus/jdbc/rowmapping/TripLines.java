package dev.theseus.jdbc.rowmapping;

import dev.theseus.domain.database.Direction;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.mapping.RowMapping;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lines of rows of old that go through a mapping in Java there and back. On their way the values that they had stand
 * behind those of new, so that no row need be remembered. Safe for several threads.
 */
public final class TripLines {

    private final MappedLines there;
    private final MappedLines back;
    private final RecordForm<?> old;
    private final List<String> compared;

    private TripLines(MappedLines there, MappedLines back, RecordForm<?> old, List<String> compared) {
        this.there = there;
        this.back = back;
        this.old = old;
        this.compared = List.copyOf(compared);
    }

    /** @throws IllegalArgumentException as {@link MappedLines#of(Image, Direction)} says */
    public static TripLines of(Image forward, Image reverse) {
        RowMapping<?, ?> mapping = RowMappings.named(forward.java().orElseThrow());
        return new TripLines(
                MappedLines.of(forward, Direction.FORWARD),
                MappedLines.of(reverse, Direction.REVERSE),
                RecordForm.of(mapping.oldRow()),
                reverse.comparedColumns().stream().map(c -> c.name()).toList());
    }

    /** The columns of old to read, in order. */
    public List<String> sourceColumns() {
        return there.sourceColumns();
    }

    /** The columns of new between there and back, in order; those of old stand behind them. */
    public List<String> targetColumns() {
        return back.sourceColumns();
    }

    /**
     * @param line of a row of old
     * @return its row of new, in the order of {@link #targetColumns}, with the row of old behind it
     * @throws UnmappableRow if the mapping has none for it
     */
    public byte[] there(byte[] line) {
        List<@Nullable String> values = CopyLine.values(line);
        List<@Nullable String> twice = new ArrayList<>(values);
        twice.addAll(values);
        List<@Nullable String> made = CopyLine.values(there.map(CopyLine.of(twice)));
        List<@Nullable String> ordered = new ArrayList<>();
        for (String column : targetColumns()) {
            int place = there.targetColumns().indexOf(column);
            ordered.add(place < 0 ? null : made.get(place));
        }
        ordered.addAll(made.subList(there.targetColumns().size(), made.size()));
        return CopyLine.of(ordered);
    }

    /**
     * What became of a row.
     *
     * @param missing columns of new that are NULL
     * @param changed columns of old that came back otherwise, without those that are declared as lost
     */
    public record Back(List<String> missing, List<Changed> changed) {
        public Back {
            missing = List.copyOf(missing);
            changed = List.copyOf(changed);
        }
    }

    /**
     * A column that came back with another text, which may still be the same value to a database.
     *
     * @param column of old
     * @param before the text that it had; null for NULL
     * @param after the text that came back
     */
    public record Changed(
            String column,
            @Nullable String before,
            @Nullable String after) {}

    /**
     * @param line that {@link #there} made, as new's server prints it
     * @throws UnmappableRow if the way back has no row for it
     */
    public Back back(byte[] line) {
        List<@Nullable String> values = CopyLine.values(line);
        List<String> missing = new ArrayList<>();
        for (int i = 0; i < targetColumns().size(); i++) {
            if (values.get(i) == null) {
                missing.add(targetColumns().get(i));
            }
        }
        List<@Nullable String> made = CopyLine.values(back.map(line));
        List<@Nullable String> before = made.subList(back.targetColumns().size(), made.size());
        List<Changed> changed = new ArrayList<>();
        for (String column : compared) {
            int place = old.columns().indexOf(column);
            String after = made.get(back.targetColumns().indexOf(column));
            if (!old.isSame(place, before.get(place), after)) {
                changed.add(new Changed(column, before.get(place), after));
            }
        }
        return new Back(missing, changed);
    }

    /** The key of old that stands behind a row of new. */
    public String key(byte[] line, List<String> columns) {
        List<@Nullable String> values = CopyLine.values(line);
        List<String> parts = new ArrayList<>();
        for (String column : columns) {
            parts.add(String.valueOf(
                    values.get(targetColumns().size() + old.columns().indexOf(column))));
        }
        return parts.size() == 1 ? parts.getFirst() : "(" + String.join(", ", parts) + ")";
    }
}
