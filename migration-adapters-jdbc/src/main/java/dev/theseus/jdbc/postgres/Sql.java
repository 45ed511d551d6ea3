package dev.theseus.jdbc.postgres;

import dev.theseus.domain.database.TableName;
import java.util.Collection;
import java.util.stream.Collectors;

/** Writes identifiers so that they mean exactly what the catalogue says. Values are never written, they are bound. */
public final class Sql {

    private Sql() {}

    public static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    public static String quoted(TableName table) {
        return quoted(table.schema()) + "." + quoted(table.name());
    }

    /** {@code "a", "b"}. */
    public static String list(Collection<String> identifiers) {
        return identifiers.stream().map(Sql::quoted).collect(Collectors.joining(", "));
    }

    /** {@code t."a", t."b"}. */
    public static String list(String alias, Collection<String> identifiers) {
        return identifiers.stream().map(i -> alias + "." + quoted(i)).collect(Collectors.joining(", "));
    }
}
