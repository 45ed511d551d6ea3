package dev.theseus.domain.definition;

import dev.theseus.domain.definition.Trait.Kind;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a table looks like, as far as it matters to a migration. Two definitions of one table on one server are
 * comparable text by text.
 *
 * @param traits each with its value as the server writes it; no trait at all if there is no such table
 */
public record Definition(SortedMap<Trait, String> traits) {

    /** Of a table that is not there. */
    public static final Definition NOTHING = new Definition(new TreeMap<>());

    public Definition {
        traits = Collections.unmodifiableSortedMap(new TreeMap<>(traits));
    }

    public static Definition of(Map<Trait, String> traits) {
        return new Definition(new TreeMap<>(traits));
    }

    public Optional<String> value(Trait trait) {
        return Optional.ofNullable(traits.get(trait));
    }

    boolean has(Kind kind, String name) {
        return traits.containsKey(new Trait(kind, name));
    }
}
