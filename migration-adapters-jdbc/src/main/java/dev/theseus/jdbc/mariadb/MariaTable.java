package dev.theseus.jdbc.mariadb;

import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.TableName;
import dev.theseus.jdbc.postgres.PgRelation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A planned table as it stands in MariaDB.
 *
 * @param number in the plan
 * @param name in MariaDB
 * @param columns the carried ones, in the plan's order
 * @param key those of the key, in the plan's order
 */
record MariaTable(int number, TableName name, List<MariaColumn> columns, List<MariaColumn> key) {

    /** Compares what PAD SPACE collations take for the same. */
    static final String EXACT = " COLLATE utf8mb4_nopad_bin";

    MariaTable {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
    }

    String quoted() {
        return MariaSql.quoted(name);
    }

    PgRelation asPostgres() {
        return new PgRelation(
                name,
                false,
                columns.stream().map(MariaColumn::asPostgres).toList(),
                key.stream().map(MariaColumn::asKey).toList(),
                Optional.empty());
    }

    /** The key of a row as the change log holds it. */
    String keyText(String alias) {
        return key.stream()
                .map(c -> c.type().key(c.of(alias)).orElseThrow())
                .collect(Collectors.joining(", ", "CONCAT_WS(',', ", ")" + EXACT));
    }

    /** The columns that the target wants, in its order. */
    List<MariaColumn> pick(PgRelation wanted) {
        return wanted.columns().stream()
                .map(c -> columns.stream()
                        .filter(own -> own.target().equals(c.name()))
                        .findFirst()
                        .orElseThrow())
                .toList();
    }

    String order(String alias) {
        return key.stream().map(c -> c.of(alias)).collect(Collectors.joining(", "));
    }

    /**
     * {@code (a > ? OR (a = ? AND b > ?))}: rows of values would be compared without the index. Binds {@link
     * #compared}.
     *
     * @param last the operator for the last column: {@code >} or {@code <=}
     */
    String beyond(String alias, String last) {
        String strict = last.substring(0, 1);
        StringBuilder condition = new StringBuilder();
        for (int i = key.size() - 1; i >= 0; i--) {
            String column = key.get(i).of(alias);
            if (i == key.size() - 1) {
                condition.append(column).append(' ').append(last).append(" ?");
            } else {
                condition.insert(0, "(" + column + " " + strict + " ? OR (" + column + " = ? AND ").append("))");
            }
        }
        return condition.toString();
    }

    /** The values that {@link #beyond} binds. */
    List<Object> compared(RowKey than) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < key.size(); i++) {
            Object value = key.get(i).value(than.parts().get(i));
            values.add(value);
            if (i < key.size() - 1) {
                values.add(value);
            }
        }
        return values;
    }

    /** That a row has one of so many keys, by the column's own idea of equality; binds their values. */
    String isOneOf(String alias, int keys) {
        if (key.size() == 1) {
            return key.getFirst().of(alias) + " IN (" + MariaSql.marks(keys) + ")";
        }
        String one = key.stream().map(c -> c.of(alias) + " = ?").collect(Collectors.joining(" AND ", "(", ")"));
        return java.util.Collections.nCopies(keys, one).stream().collect(Collectors.joining(" OR ", "(", ")"));
    }

    List<Object> values(RowKey of) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < key.size(); i++) {
            values.add(key.get(i).value(of.parts().get(i)));
        }
        return values;
    }
}
