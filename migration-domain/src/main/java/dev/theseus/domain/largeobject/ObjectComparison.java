package dev.theseus.domain.largeobject;

import dev.theseus.domain.verification.Divergence;
import java.util.List;

/**
 * What a comparison of a table's large objects found.
 *
 * @param objects compared, those that are gone from the source included
 * @param bytes of their contents on the source
 * @param repaired objects that were missing or differed, were brought over and are alike now
 * @param removed objects that the source does not have any more, removed from the target
 * @param divergent rows whose object still differs, at most {@link #MAXIMUM_EXAMPLES}; one that is written to all the
 *     time is among them
 * @param divergences how many objects still differ
 */
public record ObjectComparison(
        long objects, long bytes, long repaired, long removed, List<Divergence> divergent, long divergences) {

    /** No more rows than this are named. */
    public static final int MAXIMUM_EXAMPLES = 100;

    public static final ObjectComparison NOTHING = new ObjectComparison(0, 0, 0, 0, List.of(), 0);

    public ObjectComparison {
        divergent = List.copyOf(divergent);
    }
}
