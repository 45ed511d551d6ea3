package dev.theseus.domain.keymap;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableName;

/**
 * Which old surrogate key goes with which new one, as a table {@code theseus_map.<name> (old_id, new_id)} that stands
 * in both databases. It is written in the transactions that write the rows, and nothing is ever deleted from it: also
 * of a row that is gone it is known which key it had on the other side. It is carried like any other table, so that
 * both sides know it.
 *
 * @param name of the map's table: lower case letters, digits and underscores, 40 at most
 * @param old the table in the old database, and its key column
 * @param target the table in the new database, and its key column
 */
public record KeyMap(String name, End old, End target) {

    /** The schema that the maps stand in. It stays when everything else of Theseus's is removed. */
    public static final String SCHEMA = "theseus_map";

    /** The columns of every map. */
    public static final String OLD_ID = "old_id";

    public static final String NEW_ID = "new_id";

    /**
     * One side of a map.
     *
     * @param table whose rows have the key
     * @param column that is the key alone
     * @param given how this side's keys come about that are given to rows which come to the other side
     */
    public record End(TableName table, String column, Given given) {}

    /** How keys come about. */
    public sealed interface Given {

        /**
         * One after the other.
         *
         * @param from the first one: beyond what the service's own sequence of that side gives out until the end of the
         *     migration, since both give out keys of the same table
         */
        record Counted(long from) implements Given {}

        /** At random, as {@code uuid}. */
        record Random() implements Given {}
    }

    public KeyMap {
        if (!isName(name)) {
            throw new IllegalArgumentException(
                    "A key map is named with lower case letters, digits and underscores, 40 at"
                            + " most, and begins with no digit; not \"" + name + "\"");
        }
    }

    /** Whether a map can be named so. */
    public static boolean isName(String name) {
        return name.matches("[a-z_][a-z0-9_]{0,39}");
    }

    public End end(Side side) {
        return side == Side.OLD ? old : target;
    }

    public TableName table() {
        return new TableName(SCHEMA, name);
    }

    /**
     * The SQL expression for the new key that goes with an old one, for columns of a forward image.
     *
     * @param old an SQL expression for the old key, such as {@code t.id}
     */
    public String newOf(String old) {
        return lookup(NEW_ID, OLD_ID, old);
    }

    /** The same the other way round, for columns of a reverse image. */
    public String oldOf(String target) {
        return lookup(OLD_ID, NEW_ID, target);
    }

    /** The alias must be none by which a plan calls a table. */
    private String lookup(String wanted, String given, String value) {
        return "(SELECT theseus_key.%s FROM %s.%s theseus_key WHERE theseus_key.%s = %s)"
                .formatted(wanted, SCHEMA, name, given, value);
    }
}
