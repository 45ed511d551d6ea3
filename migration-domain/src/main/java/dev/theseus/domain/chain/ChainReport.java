package dev.theseus.domain.chain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a look at the whole chain found.
 *
 * @param events that were held against it
 * @param adopted how many of them were there before the chain began
 * @param anchors that it was held against
 * @param last link
 * @param findings what is not as it was written; none if all is
 */
public record ChainReport(
        long events, long adopted, int anchors, Optional<ChainLink> last, List<ChainFinding> findings) {

    public ChainReport {
        findings = List.copyOf(findings);
    }

    /** With what was found besides. */
    public ChainReport and(List<ChainFinding> others) {
        List<ChainFinding> all = new ArrayList<>(others);
        all.addAll(findings);
        return new ChainReport(events, adopted, anchors, last, all);
    }
}
