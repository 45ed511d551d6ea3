package dev.theseus.app.mapping;

import dev.theseus.domain.keymap.KeyMap;
import java.util.List;

/**
 * A key that becomes another one. Before a migration begins there is no map that could be asked, so expressions are
 * tried with keys that stand in for those that the map is going to give: they follow from the key, there and back.
 *
 * @param map where both keys are kept
 * @param oldType of the key in old, as the catalogue prints it
 * @param newType of the key in new
 */
record MappedKey(KeyMap map, String oldType, String newType) {

    static final String UUID = "uuid";

    /** From the narrowest to the widest. */
    static final List<String> NUMBERS = List.of("smallint", "integer", "bigint");

    private static final String NONE = "CAST(NULL AS ";

    /** Whether there are stand-ins from which the key in old can be told again. */
    private boolean standsIn() {
        boolean isNumber = NUMBERS.contains(oldType);
        boolean isWider = isNumber && NUMBERS.indexOf(newType) > NUMBERS.indexOf(oldType);
        return oldType.equals(newType) || isWider || (isNumber && newType.equals(UUID));
    }

    String standInNew(String old) {
        if (!standsIn()) {
            return NONE + newType + ")";
        }
        return newType.equals(UUID) && !oldType.equals(UUID)
                ? "CAST(lpad(to_hex(CAST(" + old + " AS bigint)), 32, '0') AS uuid)"
                : "CAST(" + old + " AS " + newType + ")";
    }

    String standInOld(String target) {
        if (!standsIn()) {
            return NONE + oldType + ")";
        }
        return newType.equals(UUID) && !oldType.equals(UUID)
                ? "CAST(CAST(CAST('x' || right(replace(CAST(" + target
                        + " AS text), '-', ''), 16) AS bit(64)) AS bigint) AS " + oldType + ")"
                : "CAST(" + target + " AS " + oldType + ")";
    }

    /** Whether an expression holds a key for which there is no stand-in, so that nothing can be told of its value. */
    static boolean isUnknown(String sql) {
        return sql.contains(NONE + UUID + ")") || NUMBERS.stream().anyMatch(n -> sql.contains(NONE + n + ")"));
    }
}
