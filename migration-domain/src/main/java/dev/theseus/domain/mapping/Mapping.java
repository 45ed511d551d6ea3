package dev.theseus.domain.mapping;

import dev.theseus.domain.database.Direction;
import java.util.List;
import java.util.Optional;

/**
 * How the rows of one table plan travel, in both directions. Where a table is split or several are merged, there is a
 * table plan for each pair of tables, and a direction in which the rows of one pair are carried by another pair's join
 * has no image here.
 *
 * @param version counts from 1; a plan that replaces a mapping gives it the next
 * @param forward old's rows in the shape of new
 * @param reverse new's rows in the shape of old
 */
public record Mapping(int version, Optional<Image> forward, Optional<Image> reverse) {

    public Mapping {
        if (version < 1) {
            throw new IllegalArgumentException("Versions of a mapping count from 1, not from " + version);
        }
        if (forward.isEmpty() && reverse.isEmpty()) {
            throw new IllegalArgumentException("A mapping that carries nothing in either direction");
        }
    }

    /** Rows that look the same on both sides. */
    public static Mapping same(List<String> key, List<String> columns) {
        Image image = Image.same(key, columns);
        return new Mapping(1, Optional.of(image), Optional.of(image));
    }

    public Optional<Image> image(Direction direction) {
        return switch (direction) {
            case FORWARD -> forward;
            case REVERSE -> reverse;
        };
    }

    /** Whether rows look the same on both sides. */
    public boolean isSame() {
        return forward.map(Image::isSame).orElse(false) && forward.equals(reverse);
    }
}
