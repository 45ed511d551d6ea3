package dev.theseus.domain.backfill;

import dev.theseus.domain.database.ForeignKey;
import dev.theseus.domain.database.TableName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The order in which tables are filled so that a row's referenced rows come before it. Tables that refer to each other
 * in a circle have no such order: they stand together in one group, and so does a table that refers to itself; rows of
 * a group can only be written while its foreign keys are not enforced.
 *
 * @param groups referenced tables first
 */
public record TableOrder(List<Group> groups) {

    /**
     * Tables that come at the same place.
     *
     * @param tables sorted by name; more than one only in a circle
     * @param shape whether they refer to each other
     */
    public record Group(List<TableName> tables, Shape shape) {
        public Group {
            tables = List.copyOf(tables);
        }
    }

    /** Whether the tables of a group refer to each other. */
    public enum Shape {
        PLAIN,
        SELF_REFERENCE,
        CIRCLE
    }

    public TableOrder {
        groups = List.copyOf(groups);
    }

    /**
     * Orders tables by their foreign keys; where those leave a choice, by name.
     *
     * @param keys those that touch other tables are ignored
     */
    public static TableOrder of(Collection<TableName> tables, Collection<ForeignKey> keys) {
        return new TableOrder(new Circles(new TreeSet<>(tables), keys).groups());
    }

    /** All tables, referenced ones first. */
    public List<TableName> tables() {
        return groups.stream().flatMap(g -> g.tables().stream()).toList();
    }

    /**
     * Tarjan's algorithm: finds the circles, each after all that it refers to. Without recursion, so that no schema is
     * too deep.
     */
    private static final class Circles {

        private final Set<TableName> tables;
        private final Map<TableName, Set<TableName>> references = new HashMap<>();
        private final Set<TableName> selfReferring = new HashSet<>();

        private final Map<TableName, Integer> index = new HashMap<>();
        private final Map<TableName, Integer> low = new HashMap<>();
        private final Deque<TableName> open = new ArrayDeque<>();
        private final Set<TableName> isOpen = new HashSet<>();
        private final List<Group> found = new ArrayList<>();

        Circles(Set<TableName> tables, Collection<ForeignKey> keys) {
            this.tables = tables;
            tables.forEach(t -> references.put(t, new TreeSet<>()));
            for (ForeignKey key : keys) {
                if (!tables.contains(key.from()) || !tables.contains(key.to())) {
                    continue;
                }
                if (key.from().equals(key.to())) {
                    selfReferring.add(key.from());
                } else {
                    referencesOf(key.from()).add(key.to());
                }
            }
        }

        List<Group> groups() {
            for (TableName table : tables) {
                if (!index.containsKey(table)) {
                    visitFrom(table);
                }
            }
            return found;
        }

        private void visitFrom(TableName start) {
            Deque<Visit> path = new ArrayDeque<>();
            path.push(enter(start));
            while (!path.isEmpty()) {
                Visit visit = path.element();
                if (visit.left().isEmpty()) {
                    path.pop();
                    leave(visit.table());
                    if (!path.isEmpty()) {
                        lower(path.element().table(), lowOf(visit.table()));
                    }
                    continue;
                }
                TableName next = visit.left().pop();
                if (!index.containsKey(next)) {
                    path.push(enter(next));
                } else if (isOpen.contains(next)) {
                    lower(visit.table(), indexOf(next));
                }
            }
        }

        private Visit enter(TableName table) {
            index.put(table, index.size());
            low.put(table, indexOf(table));
            open.push(table);
            isOpen.add(table);
            return new Visit(table, new ArrayDeque<>(referencesOf(table)));
        }

        private void leave(TableName table) {
            if (lowOf(table) != indexOf(table)) {
                return;
            }
            Set<TableName> circle = new TreeSet<>();
            while (isOpen.contains(table)) {
                TableName member = open.pop();
                isOpen.remove(member);
                circle.add(member);
            }
            found.add(new Group(List.copyOf(circle), shape(table, circle.size())));
        }

        private Shape shape(TableName table, int size) {
            if (size > 1) {
                return Shape.CIRCLE;
            }
            return selfReferring.contains(table) ? Shape.SELF_REFERENCE : Shape.PLAIN;
        }

        private void lower(TableName table, int value) {
            low.merge(table, value, Math::min);
        }

        private int indexOf(TableName table) {
            return index.getOrDefault(table, -1);
        }

        private int lowOf(TableName table) {
            return low.getOrDefault(table, -1);
        }

        private Set<TableName> referencesOf(TableName table) {
            return references.getOrDefault(table, Set.of());
        }

        private record Visit(TableName table, Deque<TableName> left) {}
    }
}
