package dev.theseus.app.mapping;

import dev.theseus.domain.database.TableName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a plan file says of how the rows of one table change on their way into another. Columns of the same name that it
 * does not mention are carried as they are.
 *
 * @param version of the mapping, from 1
 * @param newKey the columns that identify a row in new, where they don't follow from the key in old
 * @param columns where columns of new come from
 * @param back SQL over the row of new, by column of old
 * @param drop columns of old that new does not keep
 * @param loses columns of either side that the way there and back does not keep
 * @param where which rows of old have one in new
 * @param whereBack which rows of new have one in old
 * @param reads tables that expressions read by subqueries, and that do not change while the migration is under way
 * @param alias by which the expressions of other entries speak of this one's table, where several make one
 * @param java the class of a mapping in Java that says all of this instead
 */
public record TableMapping(
        int version,
        List<String> newKey,
        Map<String, ColumnRule> columns,
        Map<String, String> back,
        List<String> drop,
        List<String> loses,
        Optional<String> where,
        Optional<String> whereBack,
        List<TableName> reads,
        Optional<String> alias,
        Optional<String> java) {

    /** Says nothing: rows look the same on both sides. */
    public static final TableMapping NONE = new TableMapping(
            1,
            List.of(),
            Map.of(),
            Map.of(),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty());

    public TableMapping {
        newKey = List.copyOf(newKey);
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        back = Collections.unmodifiableMap(new LinkedHashMap<>(back));
        drop = List.copyOf(drop);
        loses = List.copyOf(loses);
        reads = List.copyOf(reads);
        if (version < 1) {
            throw new IllegalArgumentException("versions of a mapping count from 1");
        }
        if (alias.filter("t"::equals).isPresent()) {
            throw new IllegalArgumentException("`t` is the table that the row comes from; name another alias");
        }
    }

    /** Says it in SQL. */
    public TableMapping(
            int version,
            List<String> newKey,
            Map<String, ColumnRule> columns,
            Map<String, String> back,
            List<String> drop,
            List<String> loses,
            Optional<String> where,
            Optional<String> whereBack,
            List<TableName> reads,
            Optional<String> alias) {
        this(version, newKey, columns, back, drop, loses, where, whereBack, reads, alias, Optional.empty());
    }

    /** The same, by a class that makes the rows. */
    public TableMapping madeBy(String className) {
        return new TableMapping(
                version, newKey, columns, back, drop, loses, where, whereBack, reads, alias, Optional.of(className));
    }

    public boolean saysNothing() {
        return equals(NONE);
    }
}
