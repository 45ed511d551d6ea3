package dev.theseus.app.mapping;

/** Writes a column's name as it may stand in a plan file. */
final class YamlName {

    private YamlName() {}

    static String of(String column) {
        return column.matches("[A-Za-z_][A-Za-z0-9_]*") ? column : "'" + column.replace("'", "''") + "'";
    }
}
