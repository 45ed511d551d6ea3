package dev.theseus.jdbc.storedvalue;

import dev.theseus.domain.mapping.Expression;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.mapping.MappedColumn;
import dev.theseus.jdbc.postgres.Sql;

/**
 * A column of old whose values go into an object store, and the one of new that keeps their names.
 *
 * @param value of type bytea, in old
 * @param reference of type text, in new
 */
public record StoredColumn(String value, String reference) {

    /**
     * How the mapping has to fill the reference: so that rows are compared by it, and with them the values' checksums.
     */
    public MappedColumn mapped() {
        return new MappedColumn(reference, new Expression.Sql(expression(Image.SOURCE)));
    }

    /** The value's name, as {@link dev.theseus.domain.largeobject.StoredValue#reference} has it, or NULL. */
    String expression(String alias) {
        String column = alias + "." + Sql.quoted(value);
        return "'sha256:' || pg_catalog.encode(pg_catalog.sha256(" + column
                + "), 'hex') || ':' || pg_catalog.octet_length(" + column + ")";
    }
}
