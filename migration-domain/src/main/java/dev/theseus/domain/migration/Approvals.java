package dev.theseus.domain.migration;

import java.util.HashSet;
import java.util.Set;

/**
 * What waits for a person's agreement, and what has it.
 *
 * @param asked waits
 * @param granted is agreed to; asking again takes that back
 */
public record Approvals(Set<String> asked, Set<String> granted) {

    public static final Approvals NONE = new Approvals(Set.of(), Set.of());

    public Approvals {
        asked = Set.copyOf(asked);
        granted = Set.copyOf(granted);
    }

    Approvals asking(String what) {
        return new Approvals(with(asked, what), without(granted, what));
    }

    Approvals granting(String what) {
        return new Approvals(without(asked, what), with(granted, what));
    }

    Approvals forgetting(String what) {
        return new Approvals(without(asked, what), without(granted, what));
    }

    private static Set<String> with(Set<String> set, String what) {
        Set<String> more = new HashSet<>(set);
        more.add(what);
        return more;
    }

    private static Set<String> without(Set<String> set, String what) {
        Set<String> fewer = new HashSet<>(set);
        fewer.remove(what);
        return fewer;
    }
}
