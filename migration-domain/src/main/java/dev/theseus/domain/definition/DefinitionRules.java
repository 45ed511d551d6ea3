package dev.theseus.domain.definition;

import dev.theseus.domain.definition.DefinitionChange.Weight;
import dev.theseus.domain.definition.Trait.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** How two definitions of a table differ, and what each difference means to the migration. */
public final class DefinitionRules {

    /** What a table is to the changes that travel. */
    public enum Role {
        /** They come from it. */
        SOURCE,
        /** They go into it. */
        TARGET
    }

    private DefinitionRules() {}

    /**
     * What has changed, in the order of what matters.
     *
     * @param kept how the table was
     * @param now how it is
     */
    public static List<DefinitionChange> changes(WatchedTable table, Role role, Definition kept, Definition now) {
        Trait itself = new Trait(Kind.TABLE, "");
        if (now.value(itself).isEmpty() && kept.value(itself).isPresent()) {
            // of a table that is gone everything else is gone too
            return List.of(change(table, itself, kept, now, Weight.STOPS));
        }
        List<DefinitionChange> changes = new ArrayList<>();
        TreeSet<Trait> all = new TreeSet<>(kept.traits().keySet());
        all.addAll(now.traits().keySet());
        for (Trait trait : all) {
            if (!kept.value(trait).equals(now.value(trait)) && !isTold(trait, kept, now)) {
                changes.add(change(table, trait, kept, now, weight(table, role, trait, kept, now)));
            }
        }
        return changes;
    }

    /** That a trigger of ours is new is our own doing; of a new or a dropped column the column says it all. */
    private static boolean isTold(Trait trait, Definition kept, Definition now) {
        if (trait.kind() == Kind.CAPTURE_TRIGGER) {
            return kept.value(trait).isEmpty() || isOfPartitionGone(trait.name(), now);
        }
        return trait.kind().isOfColumn()
                && kept.has(Kind.COLUMN, trait.name()) != now.has(Kind.COLUMN, trait.name());
    }

    /** A partition that is gone has taken its triggers with it. */
    private static boolean isOfPartitionGone(String trigger, Definition now) {
        int on = trigger.indexOf(Trait.ON);
        return on >= 0 && !now.has(Kind.PARTITION, trigger.substring(on + Trait.ON.length()));
    }

    private static DefinitionChange change(
            WatchedTable table, Trait trait, Definition kept, Definition now, Weight weight) {
        return new DefinitionChange(
                table.side(), table.name(), trait, kept.value(trait), now.value(trait), weight, Optional.empty());
    }

    private static Weight weight(WatchedTable table, Role role, Trait trait, Definition kept, Definition now) {
        return switch (role) {
            case SOURCE -> ofSource(table, trait, kept, now);
            case TARGET -> ofTarget(table, trait, kept, now);
        };
    }

    private static Weight ofSource(WatchedTable table, Trait trait, Definition kept, Definition now) {
        boolean added = kept.value(trait).isEmpty();
        boolean gone = now.value(trait).isEmpty();
        String name = trait.name();
        return switch (trait.kind()) {
            case TABLE, KEY, UNIQUE, CAPTURE_TRIGGER, CAPTURE_GAP -> Weight.STOPS;
            // its values would be lost, unless the server computes them
            case COLUMN -> stopsIf(added ? !isComputed(name, now) : table.carries(name));
            case TYPE, GENERATED -> stopsIf(table.carries(name));
            // the other side may refuse what this one allows now
            case NOT_NULL -> stopsIf(gone && table.carries(name));
            case DEFAULT -> stopsIf(lacksValue(table, name, now));
            case CHECK, FOREIGN_KEY, INDEX, PARTITION, TRIGGER, COMMENT, GRANTS, STATISTICS, COMMAND -> Weight.NOTED;
        };
    }

    private static Weight ofTarget(WatchedTable table, Trait trait, Definition kept, Definition now) {
        boolean added = kept.value(trait).isEmpty();
        boolean gone = now.value(trait).isEmpty();
        String name = trait.name();
        return switch (trait.kind()) {
            case TABLE, KEY -> Weight.STOPS;
            case COLUMN -> stopsIf(added ? lacksValue(table, name, now) : table.carries(name));
            case GENERATED -> stopsIf(table.written().contains(name));
            // what it would refuse now it did not before
            case TYPE -> stopsIf(table.written().contains(name) && !isMore(kept.value(trait), now.value(trait)));
            case NOT_NULL ->
                stopsIf(added && (table.written().contains(name) || lacksValue(table, name, now)));
            case DEFAULT -> stopsIf(gone && lacksValue(table, name, now));
            case UNIQUE, CHECK -> stopsIf(!gone);
            case FOREIGN_KEY,
                    INDEX,
                    PARTITION,
                    CAPTURE_TRIGGER,
                    TRIGGER,
                    COMMENT,
                    GRANTS,
                    STATISTICS,
                    COMMAND,
                    CAPTURE_GAP ->
                Weight.NOTED;
        };
    }

    /** Whether a row that is carried into the table would be refused for the sake of a column that is not written. */
    private static boolean lacksValue(WatchedTable table, String column, Definition now) {
        return !table.written().isEmpty()
                && !table.written().contains(column)
                && now.has(Kind.NOT_NULL, column)
                && !now.has(Kind.DEFAULT, column)
                && !now.has(Kind.GENERATED, column);
    }

    private static boolean isComputed(String column, Definition now) {
        return now.value(new Trait(Kind.GENERATED, column))
                .filter(how -> !how.contains("IDENTITY"))
                .isPresent();
    }

    /** An enum that has got further labels. */
    private static boolean isMore(Optional<String> before, Optional<String> now) {
        return before.isPresent() && now.filter(n -> n.startsWith(before.get())).isPresent();
    }

    private static Weight stopsIf(boolean condition) {
        return condition ? Weight.STOPS : Weight.NOTED;
    }

    /** Those of them that stop the migration. */
    public static List<DefinitionChange> stopping(List<DefinitionChange> changes) {
        return changes.stream().filter(c -> c.weight() == Weight.STOPS).toList();
    }
}
