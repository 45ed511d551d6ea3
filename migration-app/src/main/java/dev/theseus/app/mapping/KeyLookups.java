package dev.theseus.app.mapping;

import dev.theseus.domain.database.ForeignKey;
import dev.theseus.domain.database.TableDefinition;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.keymap.KeyMap.End;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How a key of one side is found by that of the other, in SQL.
 *
 * @param keys by the table of old whose rows get other keys
 * @param form in which they are asked
 * @param losses columns that may lose a reference to a row that is not there
 */
record KeyLookups(Map<TableName, MappedKey> keys, Form form, List<String> losses) {

    /** In which form keys are looked up. */
    enum Form {
        /** In the map, as a migration does it. */
        KEPT,
        /** By keys that stand in for those of a map that is not there yet. */
        STOOD_IN
    }

    KeyLookups {
        keys = Map.copyOf(keys);
        losses = List.copyOf(losses);
    }

    KeyLookups(Map<TableName, MappedKey> keys, Form form) {
        this(keys, form, List.of());
    }

    /** The same for columns of which some may lose what they say. */
    KeyLookups losing(List<String> columns) {
        return new KeyLookups(keys, form, columns);
    }

    private MappedKey key(TableName old) {
        return Objects.requireNonNull(keys.get(old));
    }

    /**
     * The new key that goes with an old one; NULL stays NULL.
     *
     * @param table of old whose rows get other keys
     * @param column of the source that holds the old key
     * @param reference to it
     */
    String newOf(TableName table, TableDefinition source, String column, String reference) {
        MappedKey key = key(table);
        return switch (form) {
            case STOOD_IN -> key.standInNew(reference);
            case KEPT ->
                isGiven(source, column, key.map().old()) || losses.contains(column)
                        ? key.map().newOf(reference)
                        : orFail(key.map().newOf(reference), column, reference, key.newType());
        };
    }

    /** The old key that goes with a new one, see {@link #newOf}. */
    String oldOf(TableName table, TableDefinition source, String column, String reference) {
        MappedKey key = key(table);
        return switch (form) {
            case STOOD_IN -> key.standInOld(reference);
            case KEPT ->
                isGiven(source, column, key.map().target()) || losses.contains(column)
                        ? key.map().oldOf(reference)
                        : orFail(key.map().oldOf(reference), column, reference, key.oldType());
        };
    }

    /** Whether a value can't but be in the map: the key itself, or what a foreign key guards. */
    static boolean isGiven(TableDefinition source, String column, End end) {
        boolean isIt = source.name().equals(end.table()) && column.equals(end.column());
        return isIt || refersTo(source, column, end);
    }

    /** Whether a foreign key of this one column refers to a mapped key. */
    static boolean refersTo(TableDefinition source, String column, End end) {
        return source.foreignKeys().stream().anyMatch(k -> refersTo(k, column, end));
    }

    private static boolean refersTo(ForeignKey key, String column, End end) {
        return key.columns().equals(List.of(column))
                && key.to().equals(end.table())
                && key.referenced().equals(List.of(end.column()));
    }

    /**
     * A key that no row has fails the row instead of becoming NULL, which would be a silent loss. The failing cast
     * depends on the row, else the server would compute it while planning; the value is kept out of the message.
     */
    private static String orFail(String lookup, String column, String reference, String type) {
        String refusal = RuleSql.literal("column " + column + " refers to a row that does not exist");
        return "CASE WHEN " + reference + " IS NOT NULL THEN coalesce(" + lookup + ", CAST(CAST(CAST(" + refusal
                + " || left(CAST(" + reference + " AS text), 0) AS integer) AS text) AS " + type + ")) END";
    }
}
