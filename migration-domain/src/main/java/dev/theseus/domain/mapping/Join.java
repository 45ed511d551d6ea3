package dev.theseus.domain.mapping;

import dev.theseus.domain.database.TableName;
import java.util.List;

/**
 * Another table of the source whose row completes a mapped row: two tables that become one. A row of the source that
 * has no partner there stays, with NULLs. A change of the partner is a change of the mapped row.
 *
 * @param alias by which expressions speak of the table; not {@code t}
 * @param table of the source
 * @param on its columns that equal the source's key, in the key's order; unique together
 */
public record Join(String alias, TableName table, List<String> on) {

    public Join {
        on = List.copyOf(on);
        if (alias.equals(Image.SOURCE)) {
            throw new IllegalArgumentException("The alias " + alias + " is the source's; give " + table + " another");
        }
        if (on.isEmpty()) {
            throw new IllegalArgumentException(table + " is joined on no column");
        }
    }
}
