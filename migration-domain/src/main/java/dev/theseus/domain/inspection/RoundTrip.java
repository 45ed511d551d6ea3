package dev.theseus.domain.inspection;

import dev.theseus.domain.database.TableDefinition;
import dev.theseus.domain.mapping.Image;
import java.util.List;

/**
 * The way of rows from one old table to new and back.
 *
 * @param there how rows of a table of old look in new, and the target that they go into
 * @param others the same table's rows in further targets, which the way back joins
 * @param back how a row of old is made again
 * @param old the table that comes back
 * @param alias by which the image of the way there speaks of that table
 */
public record RoundTrip(Leg there, List<Leg> others, Image back, TableDefinition old, String alias) {

    public RoundTrip {
        others = List.copyOf(others);
    }

    /**
     * Rows of old in one target.
     *
     * @param alias by which the way back speaks of the target
     * @param source the table in old
     * @param image how its rows look there
     * @param target the table in new
     */
    public record Leg(String alias, TableDefinition source, Image image, TableDefinition target) {}
}
