package dev.theseus.domain.plan;

import dev.theseus.domain.database.Direction;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.keymap.KeyMap;
import dev.theseus.domain.mapping.Mapping;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is to be migrated, and how. It is kept in the event store as it was when the migration was planned.
 *
 * @param id the migration
 * @param old the old database
 * @param target the new database
 * @param tables at least one, with distinct numbers and distinct pairs of names; in either direction a table is written
 *     by one of them only
 * @param keyMaps which tables get other keys; each map is among the tables, since it travels like them
 * @param settings how the parts go about it
 */
public record Plan(
        MigrationId id,
        DatabaseAddress old,
        DatabaseAddress target,
        List<TablePlan> tables,
        List<KeyMap> keyMaps,
        Settings settings) {

    /** The settings of all parts. */
    public record Settings(
            BackfillSettings backfill,
            ThrottleSettings throttle,
            RelaySettings relay,
            VerificationSettings verification,
            GateSettings gates,
            CutoverSettings cutover,
            TrafficSettings traffic) {

        public static final Settings DEFAULT = new Settings(
                BackfillSettings.DEFAULT,
                ThrottleSettings.DEFAULT,
                RelaySettings.DEFAULT,
                VerificationSettings.DEFAULT,
                GateSettings.DEFAULT,
                CutoverSettings.DEFAULT,
                TrafficSettings.DEFAULT);

        /** The same with another way of moving authority. */
        public Settings with(CutoverSettings changed) {
            return new Settings(backfill, throttle, relay, verification, gates, changed, traffic);
        }

        /** The same with another way of bringing requests over. */
        public Settings with(TrafficSettings changed) {
            return new Settings(backfill, throttle, relay, verification, gates, cutover, changed);
        }

        /** With the defaults for the service's requests. */
        public Settings(
                BackfillSettings backfill,
                ThrottleSettings throttle,
                RelaySettings relay,
                VerificationSettings verification,
                GateSettings gates,
                CutoverSettings cutover) {
            this(backfill, throttle, relay, verification, gates, cutover, TrafficSettings.DEFAULT);
        }

        /** With the defaults for those and for moving authority. */
        public Settings(
                BackfillSettings backfill,
                ThrottleSettings throttle,
                RelaySettings relay,
                VerificationSettings verification,
                GateSettings gates) {
            this(backfill, throttle, relay, verification, gates, CutoverSettings.DEFAULT);
        }
    }

    public Plan {
        tables = List.copyOf(tables);
        if (tables.isEmpty()) {
            throw new IllegalArgumentException("The plan of " + id + " names no table");
        }
        requireDistinct(tables);
        keyMaps = List.copyOf(keyMaps);
        requireCarried(keyMaps, tables);
    }

    /** A plan in which all rows keep their keys. */
    public Plan(
            MigrationId id, DatabaseAddress old, DatabaseAddress target, List<TablePlan> tables, Settings settings) {
        this(id, old, target, tables, List.of(), settings);
    }

    private static void requireCarried(List<KeyMap> maps, List<TablePlan> tables) {
        Set<String> seen = new HashSet<>();
        for (KeyMap map : maps) {
            if (!seen.add(map.name())) {
                throw new IllegalArgumentException("Two key maps of the plan are named " + map.name());
            }
            if (tables.stream().noneMatch(t -> t.old().equals(map.table()))) {
                throw new IllegalArgumentException(
                        "Key map " + map.name() + " is not among the plan's tables, so new would not know of it");
            }
        }
    }

    private static void requireDistinct(List<TablePlan> tables) {
        Set<Object> seen = new HashSet<>();
        for (TablePlan table : tables) {
            if (!seen.add(table.number())) {
                throw new IllegalArgumentException("Two tables of the plan have the number " + table.number());
            }
            if (!seen.add(List.of(table.old(), table.target()))) {
                throw new IllegalArgumentException(
                        "The plan names table " + table.old() + " twice with the same target " + table.target());
            }
            if (table.image(Direction.FORWARD).isPresent() && !seen.add(List.of(table.target()))) {
                throw new IllegalArgumentException("Two tables of the plan go into " + table.target()
                        + ": one of them must be joined to the other");
            }
            if (table.image(Direction.REVERSE).isPresent() && !seen.add(Set.of(table.old()))) {
                throw new IllegalArgumentException("The plan names table " + table.old()
                        + " twice, and both times rows come back to it: one of the new tables must be joined"
                        + " to the other");
            }
        }
    }

    /**
     * The same plan with another mapping of one table.
     *
     * @param number of the table
     */
    public Plan with(int number, Mapping mapping) {
        List<TablePlan> changed = tables.stream()
                .map(t -> t.number() == number ? t.with(mapping) : t)
                .toList();
        return new Plan(id, old, target, changed, keyMaps, settings);
    }

    /** The same plan with other settings. */
    public Plan with(Settings changed) {
        return new Plan(id, old, target, tables, keyMaps, changed);
    }

    /** Those in which a table of old takes part: several, if it is split. */
    public List<TablePlan> tables(TableName old) {
        return tables.stream().filter(t -> t.old().equals(old)).toList();
    }
}
