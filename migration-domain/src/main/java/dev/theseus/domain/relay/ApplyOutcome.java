package dev.theseus.domain.relay;

import dev.theseus.domain.changelog.SetAside;
import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.database.RowKey;
import java.util.Set;

/** What became of an apply. */
public sealed interface ApplyOutcome {

    /**
     * The target now says what the source said.
     *
     * @param applied the keys that were brought over
     * @param left the keys whose locks were taken; nothing was done about them
     */
    record Applied(Set<RowKey> applied, Set<RowKey> left) implements ApplyOutcome {
        public Applied {
            applied = Set.copyOf(applied);
            left = Set.copyOf(left);
        }
    }

    /** The target does not take changes from this side any more; nothing was done. */
    record NotInForce(Epoch epoch) implements ApplyOutcome {}

    /**
     * The target refused the rows; nothing was done. One key of several may be to blame: split and repeat.
     *
     * @param reason without row content
     */
    record Refused(SetAside.Reason reason) implements ApplyOutcome {}
}
