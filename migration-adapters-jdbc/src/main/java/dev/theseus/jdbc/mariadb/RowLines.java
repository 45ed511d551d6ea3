package dev.theseus.jdbc.mariadb;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows as lines of COPY's text form. The values come as text from the server, which knows its types; what
 * PostgreSQL could not hold is refused by the name of its column, never changed in silence.
 */
record RowLines(List<MariaColumn> columns, ZeroDates zeroDates) {

    private static final byte[] NULL = {'\\', 'N'};
    private static final byte[] HEX = {'\\', '\\', 'x'};
    private static final int DATE_LENGTH = "0000-00-00".length();
    private static final String NUL_IN_JSON = "\\u0000";

    RowLines {
        columns = List.copyOf(columns);
    }

    /** A value that PostgreSQL has no place for. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        private final String what;

        Refused(MariaColumn column, String value) {
            this("column " + column.name() + " holds " + value + ", which PostgreSQL can't store");
        }

        private Refused(String what) {
            super(what);
            this.what = what;
        }

        /** Names the column, and no value. */
        String what() {
            return what;
        }
    }

    /** {@code t.`a`, CONCAT(t.`b`, '+00')}: what a query selects so that its rows can be written. */
    String selected(String alias) {
        return columns.stream().map(c -> c.type().read(c.of(alias))).collect(Collectors.joining(", "));
    }

    /** The row's line, from its first columns. */
    byte[] line(ResultSet row) throws SQLException, Refused {
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        for (int i = 0; i < columns.size(); i++) {
            if (i > 0) {
                line.write('\t');
            }
            MariaColumn column = columns.get(i);
            write(line, column, value(row, i + 1, column));
        }
        line.write('\n');
        return line.toByteArray();
    }

    /** The driver gives the bytes of binary values only. */
    private static byte @Nullable [] value(ResultSet row, int number, MariaColumn column) throws SQLException {
        if (column.type().form() == MariaType.Form.BINARY) {
            return row.getBytes(number);
        }
        String text = row.getString(number);
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    private void write(ByteArrayOutputStream line, MariaColumn column, byte @Nullable [] value) throws Refused {
        if (value == null || isZeroDate(column, value)) {
            line.writeBytes(NULL);
            return;
        }
        switch (column.type().form()) {
            case BINARY -> {
                line.writeBytes(HEX);
                line.writeBytes(HexFormat.of().formatHex(value).getBytes(StandardCharsets.US_ASCII));
            }
            case JSON -> {
                if (new String(value, StandardCharsets.UTF_8).contains(NUL_IN_JSON)) {
                    throw new Refused(column, "a NUL character in JSON");
                }
                escape(line, column, value);
            }
            case INTEGER, DECIMAL, FLOAT, BITS, TEXT, DATE, DATETIME, TIMESTAMP, TIME, YEAR, LABEL, PLAIN, UNKNOWN ->
                escape(line, column, value);
        }
    }

    private boolean isZeroDate(MariaColumn column, byte[] value) throws Refused {
        boolean zero = switch (column.type().form()) {
            case DATE, DATETIME, TIMESTAMP -> isZeroDate(value);
            case INTEGER, DECIMAL, FLOAT, BITS, TEXT, BINARY, TIME, YEAR, LABEL, JSON, PLAIN, UNKNOWN -> false;
        };
        if (zero && zeroDates == ZeroDates.SET_ASIDE) {
            throw new Refused(column, "a date without a year, a month or a day");
        }
        return zero;
    }

    private static boolean isZeroDate(byte[] value) {
        if (value.length < DATE_LENGTH) {
            return false;
        }
        String date = new String(value, 0, DATE_LENGTH, StandardCharsets.US_ASCII);
        return date.startsWith("0000") || date.startsWith("00", 5) || date.startsWith("00", 8);
    }

    private static void escape(ByteArrayOutputStream line, MariaColumn column, byte[] value) throws Refused {
        for (byte b : value) {
            switch (b) {
                case 0 -> throw new Refused(column, "a NUL character");
                case '\\' -> escaped(line, '\\');
                case '\t' -> escaped(line, 't');
                case '\n' -> escaped(line, 'n');
                case '\r' -> escaped(line, 'r');
                default -> line.write(b);
            }
        }
    }

    private static void escaped(ByteArrayOutputStream line, char c) {
        line.write('\\');
        line.write(c);
    }
}
