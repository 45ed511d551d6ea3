package dev.theseus.app.mapping;

import dev.theseus.domain.database.TableName;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What a plan file says of one column of new: where its values come from and, for most kinds, how they go back. */
public sealed interface ColumnRule {

    /** The one column of old that the value is made from and, for a kind that can be inverted, goes back to. */
    Optional<String> source();

    /** A column of old under another name. */
    record Rename(String column) implements ColumnRule {
        @Override
        public Optional<String> source() {
            return Optional.of(column);
        }
    }

    /** An expression over the row of old. What goes back, the plan says under {@code back}. */
    record Sql(String text) implements ColumnRule {
        @Override
        public Optional<String> source() {
            return Optional.empty();
        }
    }

    /** The same value in every row, as the column's type reads it. */
    record Constant(String value) implements ColumnRule {
        @Override
        public Optional<String> source() {
            return Optional.empty();
        }
    }

    /**
     * A value for each value of a column of old; NULL stays NULL. A value that is not listed can't be mapped.
     *
     * @param values by those of old, in the plan's order
     */
    record Lookup(String column, Map<String, String> values) implements ColumnRule {
        public Lookup {
            values = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(values));
            if (values.isEmpty()) {
                throw new IllegalArgumentException("lists no value; write it as `values: { new: 1, paid: 2 }`");
            }
        }

        /** Whether each value of new stands for one of old only. */
        public boolean canBeInverted() {
            return values.values().stream().distinct().count() == values.size();
        }

        @Override
        public Optional<String> source() {
            return Optional.of(column);
        }
    }

    /** One field of a JSON object; in new NULL where the object lacks it. */
    record JsonField(String column, String field) implements ColumnRule {
        @Override
        public Optional<String> source() {
            return Optional.of(column);
        }
    }

    /** What is left of a JSON object when the fields that other columns take are taken out. */
    record JsonRest(String column) implements ColumnRule {
        @Override
        public Optional<String> source() {
            return Optional.of(column);
        }
    }

    /** A time without a zone that was meant in this one, as a moment; or a moment as the time that it was there. */
    record Zone(String column, ZoneId zone) implements ColumnRule {
        @Override
        public Optional<String> source() {
            return Optional.of(column);
        }
    }

    /** The same value in another type. */
    record Cast(String column) implements ColumnRule {
        @Override
        public Optional<String> source() {
            return Optional.of(column);
        }
    }

    /** The name of a value that goes into the plan's object store. */
    record Stored(String column) implements ColumnRule {
        @Override
        public Optional<String> source() {
            return Optional.of(column);
        }
    }

    /**
     * Another key for each row. Which one goes with which is kept in a key map, for those who refer to the row and for
     * the way back.
     *
     * @param column the key in old
     * @param map its name, if the table's own won't do
     * @param firstInOld from where on rows that are born in new get numbers in old
     * @param firstInNew from where on rows of old get numbers in new
     */
    record NewKey(String column, Optional<String> map, Optional<Long> firstInOld, Optional<Long> firstInNew)
            implements ColumnRule {
        @Override
        public Optional<String> source() {
            return Optional.of(column);
        }
    }

    /**
     * The new key of the row that a column of old refers to.
     *
     * @param table of old whose rows get other keys
     */
    record KeyOf(String column, TableName table) implements ColumnRule {
        @Override
        public Optional<String> source() {
            return Optional.of(column);
        }
    }

    /** A value in place of NULL, which goes back as NULL. */
    record Default(String column, String value) implements ColumnRule {
        @Override
        public Optional<String> source() {
            return Optional.of(column);
        }
    }
}
