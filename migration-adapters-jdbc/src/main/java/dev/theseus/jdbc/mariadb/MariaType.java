package dev.theseus.jdbc.mariadb;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a column's type is to PostgreSQL.
 *
 * @param form how values are read
 * @param postgres the type that holds all its values, as PostgreSQL prints it
 * @param base the same without modifiers, as PostgreSQL's catalogue names it
 * @param digits precision, length or fractional digits; -1 if there are none
 * @param zerofill whether numbers are printed with leading zeros
 */
record MariaType(Form form, String postgres, String base, int digits, boolean zerofill) {

    private static final Pattern SHAPE = Pattern.compile("(\\w+)(?:\\((\\d+)(?:,(\\d+))?\\))?.*");

    /** How values are read and written. */
    enum Form {
        INTEGER,
        DECIMAL,
        FLOAT,
        BITS,
        TEXT,
        BINARY,
        DATE,
        DATETIME,
        TIMESTAMP,
        TIME,
        YEAR,
        LABEL,
        JSON,
        PLAIN,
        /** Values that have no home in PostgreSQL. */
        UNKNOWN
    }

    /**
     * @param type as information_schema prints it: {@code int(8) unsigned zerofill}
     * @param checksJson whether a CHECK (json_valid(…)) stands on the column, which is what JSON is an alias for
     */
    static MariaType of(String type, boolean checksJson) {
        String lower = type.toLowerCase(Locale.ROOT);
        Matcher shape = SHAPE.matcher(lower);
        if (!shape.matches()) {
            return new MariaType(Form.UNKNOWN, type, type, -1, false);
        }
        int first = number(shape.group(2));
        int second = Math.max(0, number(shape.group(3)));
        boolean unsigned = lower.contains(" unsigned");
        boolean zerofill = lower.contains(" zerofill");
        return switch (shape.group(1)) {
            case "tinyint" ->
                first == 1 && !unsigned
                        ? plain(Form.INTEGER, "boolean", "bool")
                        : integer("smallint", "int2", zerofill);
            case "smallint" -> unsigned ? integer("integer", "int4", zerofill) : integer("smallint", "int2", false);
            case "mediumint" -> integer("integer", "int4", zerofill);
            case "int" -> unsigned ? integer("bigint", "int8", zerofill) : integer("integer", "int4", false);
            case "bigint" ->
                unsigned
                        ? new MariaType(Form.INTEGER, "numeric(20,0)", "numeric", 20, zerofill)
                        : integer("bigint", "int8", false);
            case "decimal" ->
                new MariaType(
                        Form.DECIMAL,
                        "numeric(" + first + "," + second + ")",
                        "numeric",
                        first * 100 + second,
                        zerofill);
            case "float" -> plain(Form.FLOAT, "real", "float4");
            case "double" -> plain(Form.FLOAT, "double precision", "float8");
            case "bit" -> new MariaType(Form.BITS, "bit(" + Math.max(1, first) + ")", "bit", Math.max(1, first), false);
            case "char", "varchar" ->
                new MariaType(Form.TEXT, "character varying(" + first + ")", "varchar", first, false);
            case "tinytext", "text", "mediumtext", "longtext" ->
                checksJson ? plain(Form.JSON, "jsonb", "jsonb") : plain(Form.TEXT, "text", "text");
            case "json" -> plain(Form.JSON, "jsonb", "jsonb");
            case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob" ->
                plain(Form.BINARY, "bytea", "bytea");
            case "date" -> plain(Form.DATE, "date", "date");
            case "datetime" -> time(Form.DATETIME, "timestamp", "without", first);
            case "timestamp" -> time(Form.TIMESTAMP, "timestamp", "with", first);
            case "time" -> time(Form.TIME, "time", "without", first);
            case "year" -> plain(Form.YEAR, "smallint", "int2");
            case "enum", "set" -> plain(Form.LABEL, "text", "text");
            case "uuid" -> plain(Form.PLAIN, "uuid", "uuid");
            case "inet4", "inet6" -> plain(Form.PLAIN, "inet", "inet");
            default -> new MariaType(Form.UNKNOWN, type, type, -1, false);
        };
    }

    private static int number(@org.jspecify.annotations.Nullable String digits) {
        return digits == null ? -1 : Integer.parseInt(digits);
    }

    private static MariaType plain(Form form, String postgres, String base) {
        return new MariaType(form, postgres, base, -1, false);
    }

    private static MariaType integer(String postgres, String base, boolean zerofill) {
        return new MariaType(Form.INTEGER, postgres, base, -1, zerofill);
    }

    private static MariaType time(Form form, String name, String zone, int fraction) {
        int digits = Math.max(0, fraction);
        String base = zone.equals("with") ? name + "tz" : name;
        return new MariaType(form, name + "(" + digits + ") " + zone + " time zone", base, digits, false);
    }

    /** An expression whose text PostgreSQL reads; binary values come as they are. */
    String read(String column) {
        return switch (form) {
            case INTEGER -> zerofill ? "CAST(" + column + " AS UNSIGNED)" : column;
            case DECIMAL -> decimal(column);
            // printed with six digits otherwise
            case FLOAT -> "CAST(" + column + " AS DOUBLE)";
            case BITS -> "LPAD(BIN(" + column + " + 0), " + digits + ", '0')";
            case YEAR -> column + " + 0";
            case TIMESTAMP -> "CONCAT(" + column + ", '+00')";
            // the driver's own text of a DATETIME loses zeros of the fraction, and hours that the JVM's zone skips
            case DATE, DATETIME, TIME -> "CAST(" + column + " AS CHAR)";
            case TEXT, BINARY, LABEL, JSON, PLAIN, UNKNOWN -> column;
        };
    }

    private String decimal(String column) {
        return zerofill ? "CAST(" + column + " AS DECIMAL(" + digits / 100 + ", " + digits % 100 + "))" : column;
    }

    /**
     * An expression that gives a key's value the one text that PostgreSQL prints it with, whatever the session's
     * settings, and with commas and backslashes escaped; empty if values of the type can't be relied upon as keys.
     */
    Optional<String> key(String column) {
        return switch (form) {
            case INTEGER, DECIMAL -> Optional.of("CAST(" + read(column) + " AS CHAR)");
            case YEAR -> Optional.of("CAST(" + column + " + 0 AS CHAR)");
            case DATE -> Optional.of("CAST(" + column + " AS CHAR)");
            case DATETIME -> Optional.of(trimmed("CAST(" + column + " AS CHAR)"));
            // the only function of a TIMESTAMP that does not ask for the session's time zone
            case TIMESTAMP ->
                Optional.of("CONCAT("
                        + trimmed("CAST(TIMESTAMP'1970-01-01 00:00:00' + INTERVAL UNIX_TIMESTAMP(" + column
                                + ") SECOND AS CHAR)")
                        + ", '+00')");
            case TEXT -> base.equals("varchar") ? Optional.of(text(column)) : Optional.empty();
            case LABEL -> Optional.of(text(column));
            case BINARY -> Optional.of("CONCAT('\\\\\\\\x', LOWER(HEX(" + column + ")))");
            case PLAIN -> base.equals("uuid") ? Optional.of("CAST(" + column + " AS CHAR)") : Optional.empty();
            case FLOAT, BITS, TIME, JSON, UNKNOWN -> Optional.empty();
        };
    }

    private static String text(String column) {
        return KeyText.escaped("CONVERT(" + column + " USING utf8mb4)");
    }

    /** PostgreSQL prints no zeros at the end of a fraction. */
    private String trimmed(String text) {
        return digits > 0 ? "TRIM(TRAILING '.' FROM TRIM(TRAILING '0' FROM " + text + "))" : text;
    }
}
