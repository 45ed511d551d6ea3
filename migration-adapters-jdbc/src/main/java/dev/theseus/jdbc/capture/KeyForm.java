package dev.theseus.jdbc.capture;

import dev.theseus.jdbc.postgres.PgColumn;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The settings that a capture function needs so that a key's text does not depend on the session that writes. Only
 * those that the key's types need, since each costs every statement a little.
 */
final class KeyForm {

    private static final String DATE_STYLE = "SET DateStyle = 'ISO, YMD'";
    private static final String TIME_ZONE = "SET TimeZone = 'UTC'";
    private static final String INTERVAL_STYLE = "SET IntervalStyle = 'postgres'";
    private static final String FLOAT_DIGITS = "SET extra_float_digits = 3";
    private static final String BYTEA_OUTPUT = "SET bytea_output = 'hex'";
    private static final String MONETARY = "SET lc_monetary = 'C'";
    private static final List<String> ALL =
            List.of(DATE_STYLE, TIME_ZONE, INTERVAL_STYLE, FLOAT_DIGITS, BYTEA_OUTPUT, MONETARY);

    private KeyForm() {}

    /** The SET clauses of a function that writes this key, sorted. */
    static Set<String> settings(List<PgColumn> key) {
        Set<String> settings = new TreeSet<>();
        for (PgColumn column : key) {
            settings.addAll(settings(column));
        }
        return settings;
    }

    private static List<String> settings(PgColumn column) {
        if (column.kind() == PgColumn.Kind.ENUM) {
            return List.of();
        }
        return switch (column.base()) {
            case "int2",
                    "int4",
                    "int8",
                    "oid",
                    "uuid",
                    "bool",
                    "numeric",
                    "text",
                    "varchar",
                    "bpchar",
                    "name",
                    "char",
                    "time",
                    "inet",
                    "cidr",
                    "macaddr",
                    "macaddr8",
                    "bit",
                    "varbit",
                    "citext" -> List.of();
            case "date", "timestamp" -> List.of(DATE_STYLE);
            case "timestamptz" -> List.of(DATE_STYLE, TIME_ZONE);
            case "interval" -> List.of(INTERVAL_STYLE);
            case "float4", "float8" -> List.of(FLOAT_DIGITS);
            case "bytea" -> List.of(BYTEA_OUTPUT);
            case "money" -> List.of(MONETARY);
            // arrays, ranges, composites: whatever is in them
            default -> ALL;
        };
    }
}
