package dev.theseus.jdbc.comparison;

import dev.theseus.domain.database.RowKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * One row as a line of COPY's text form: first the key's bytes in hexadecimal digits, then all columns, tabs between.
 */
final class RowLine {

    private static final byte TAB = '\t';

    /** COPY writes the backslash of {@code \x} twice. */
    private static final int HEX_PREFIX = 3;

    private final byte[] line;
    private final int keyColumns;
    private final int keyEnd;

    RowLine(byte[] line, int keyColumns) {
        this.line = line;
        this.keyColumns = keyColumns;
        this.keyEnd = end(keyColumns);
    }

    private int end(int fields) {
        int at = -1;
        for (int field = 0; field < fields; field++) {
            at = indexOfTab(at + 1);
        }
        return at;
    }

    private int indexOfTab(int from) {
        int at = from;
        while (at < line.length && line[at] != TAB) {
            at++;
        }
        return at;
    }

    /**
     * The one place where keys are compared outside of a database. It is the databases' own order all the same:
     * hexadecimal digits sort as the bytes do that they stand for, and a tab before any digit.
     */
    int compareKey(RowLine other) {
        return Arrays.compareUnsigned(line, 0, keyEnd, other.line, 0, other.keyEnd);
    }

    boolean isSame(RowLine other) {
        return Arrays.equals(line, other.line);
    }

    RowKey key() {
        return new RowKey(fields(0, keyColumns).stream().map(RowLine::decoded).toList());
    }

    /** Of a mapped row a key column may be NULL, which is printed shorter than any bytes. */
    private static String decoded(String field) {
        return field.length() < HEX_PREFIX
                ? "NULL"
                : new String(HexFormat.of().parseHex(field.substring(HEX_PREFIX)), StandardCharsets.UTF_8);
    }

    /** Which of the columns differ. */
    List<String> differences(RowLine other, List<String> columns) {
        List<String> mine = fields(keyColumns, columns.size());
        List<String> theirs = other.fields(keyColumns, columns.size());
        List<String> differing = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            if (!mine.get(i).equals(theirs.get(i))) {
                differing.add(columns.get(i));
            }
        }
        return differing;
    }

    private List<String> fields(int skip, int count) {
        List<String> fields = new ArrayList<>();
        int from = end(skip) + 1;
        for (int field = 0; field < count; field++) {
            int to = indexOfTab(from);
            fields.add(new String(line, from, to - from, StandardCharsets.UTF_8));
            from = to + 1;
        }
        return fields;
    }
}
