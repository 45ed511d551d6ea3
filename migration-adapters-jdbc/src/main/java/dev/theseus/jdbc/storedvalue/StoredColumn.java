package dev.theseus.jdbc.storedvalue;

import dev.theseus.domain.mapping.Expression;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.mapping.MappedColumn;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.postgres.Sql;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A column of old whose values go into an object store, and the one of new that keeps their names.
 *
 * @param value of type bytea, in old
 * @param reference of type text, in new
 */
public record StoredColumn(String value, String reference) {

    private static final Pattern VALUE =
            Pattern.compile("pg_catalog\\.octet_length\\(" + Image.SOURCE + "\\.\"((?:[^\"]|\"\")+)\"\\)$");

    /**
     * How the mapping has to fill the reference: so that rows are compared by it, and with them the values' checksums.
     */
    public MappedColumn mapped() {
        return new MappedColumn(reference, new Expression.Sql(expression(Image.SOURCE)));
    }

    /** Those that a table's mapping fills in this way, and in no other. */
    public static List<StoredColumn> of(TablePlan table) {
        return table.mapping().forward().stream()
                .flatMap(image -> image.columns().stream())
                .flatMap(column -> of(column).stream())
                .toList();
    }

    private static Optional<StoredColumn> of(MappedColumn column) {
        if (!(column.from() instanceof Expression.Sql sql)) {
            return Optional.empty();
        }
        Matcher name = VALUE.matcher(sql.text());
        return name.find()
                ? Optional.of(new StoredColumn(name.group(1).replace("\"\"", "\""), column.name()))
                        .filter(stored -> stored.mapped().equals(column))
                : Optional.empty();
    }

    /** The value's name, as {@link dev.theseus.domain.largeobject.StoredValue#reference} has it, or NULL. */
    String expression(String alias) {
        String column = alias + "." + Sql.quoted(value);
        return "'sha256:' || pg_catalog.encode(pg_catalog.sha256(" + column
                + "), 'hex') || ':' || pg_catalog.octet_length(" + column + ")";
    }
}
