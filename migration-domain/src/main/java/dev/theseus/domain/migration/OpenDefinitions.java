package dev.theseus.domain.migration;

import dev.theseus.domain.definition.DefinitionChange;
import java.util.ArrayList;
import java.util.List;

/**
 * Changes of definitions that stop the migration and that nobody has answered yet.
 *
 * @param changes oldest first
 * @param hold whether they are what holds the migration
 */
public record OpenDefinitions(List<DefinitionChange> changes, Hold hold) {

    public static final OpenDefinitions NONE = new OpenDefinitions(List.of(), Hold.OTHERS);

    /** What holds a migration that is paused. */
    public enum Hold {
        /** These changes. */
        THESE,
        /** A person, or nothing. */
        OTHERS
    }

    public OpenDefinitions {
        changes = List.copyOf(changes);
    }

    /** Those of them that are not known yet. */
    List<DefinitionChange> news(List<DefinitionChange> found) {
        return found.stream()
                .filter(f -> changes.stream().noneMatch(f::isSameAs))
                .toList();
    }

    /** Those that are open. */
    List<DefinitionChange> among(List<DefinitionChange> named) {
        return changes.stream().filter(c -> named.stream().anyMatch(c::isSameAs)).toList();
    }

    OpenDefinitions with(List<DefinitionChange> found) {
        List<DefinitionChange> more = new ArrayList<>(changes);
        more.addAll(news(found));
        return new OpenDefinitions(more, hold);
    }

    OpenDefinitions without(List<DefinitionChange> accepted) {
        return new OpenDefinitions(
                changes.stream()
                        .filter(c -> accepted.stream().noneMatch(c::isSameAs))
                        .toList(),
                hold);
    }

    OpenDefinitions holding() {
        return changes.isEmpty() ? this : new OpenDefinitions(changes, Hold.THESE);
    }

    OpenDefinitions released() {
        return new OpenDefinitions(changes, Hold.OTHERS);
    }
}
