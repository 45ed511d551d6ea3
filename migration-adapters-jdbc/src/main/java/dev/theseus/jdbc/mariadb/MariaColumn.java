package dev.theseus.jdbc.mariadb;

import dev.theseus.domain.database.Column.Origin;
import dev.theseus.jdbc.postgres.PgColumn;
import java.math.BigDecimal;
import java.util.HexFormat;

/**
 * A column that is carried.
 *
 * @param name in MariaDB
 * @param target its name in the new database
 * @param type of its values
 * @param nullable whether it may hold NULL
 */
record MariaColumn(String name, String target, MariaType type, boolean nullable) {

    /** A key's boolean is a number: its text is what the log holds. */
    private static final String BOOLEAN = "bool";

    String quoted() {
        return MariaSql.quoted(name);
    }

    String of(String alias) {
        return alias + "." + quoted();
    }

    /** As PostgreSQL would describe it: of a kind that has no portable binary form, so that rows travel as text. */
    PgColumn asPostgres() {
        return new PgColumn(
                target,
                type.postgres(),
                type.base(),
                PgColumn.Kind.USER_DEFINED,
                type.base().equals("numeric") ? type.digits() : -1,
                true,
                Origin.WRITTEN);
    }

    PgColumn asKey() {
        return type.base().equals(BOOLEAN)
                ? new PgColumn(target, "smallint", "int2", PgColumn.Kind.USER_DEFINED, -1, true, Origin.WRITTEN)
                : asPostgres();
    }

    /** A key's text as a value that MariaDB compares with the column by the column's own index. */
    Object value(String text) {
        return switch (type.form()) {
            case INTEGER, DECIMAL, YEAR -> new BigDecimal(text);
            case BINARY -> HexFormat.of().parseHex(text.substring(2));
            case TIMESTAMP -> text.substring(0, text.length() - "+00".length());
            case FLOAT, BITS, TEXT, DATE, DATETIME, TIME, LABEL, JSON, PLAIN, UNKNOWN -> text;
        };
    }
}
