package dev.theseus.domain.inspection;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableDefinition;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.mapping.Join;
import dev.theseus.domain.plan.TablePlan;
import java.util.List;
import java.util.Optional;

/**
 * Tries what mappings say in SQL on the server that would compute it. It changes nothing: rows are read in transactions
 * that are read-only for the servers too. What it says never holds row contents, only keys.
 */
public interface MappingTrial {

    /**
     * Has the server of one side read an expression, without computing it for any row.
     *
     * @throws dev.theseus.domain.database.DatabaseUnavailable if the server does not answer
     */
    Answer ask(Side side, Question question);

    /**
     * Has the server of one side say what an expression reads besides the row that it is computed for. To that end a
     * temporary view is made in a transaction that is rolled back.
     *
     * @throws dev.theseus.domain.database.DatabaseUnavailable if the server does not answer
     */
    Reads reads(Side side, Question question);

    /**
     * Looks in old whether a mapping gives the same key in new to rows that are not the same. All rows are looked at,
     * in a minute at most.
     *
     * @throws dev.theseus.domain.database.DatabaseUnavailable if the server does not answer
     */
    Keys keys(TableName source, Image image);

    /**
     * Takes some rows of old there and back, on old alone.
     *
     * @param rows the most that are tried; all, if the table has no more
     * @throws dev.theseus.domain.database.DatabaseUnavailable if the server does not answer
     */
    Outcome roundTrip(RoundTrip trip, int rows);

    /**
     * Takes some rows of old there and back through a mapping in Java, one at a time. In between they stand in a table
     * of new's types that new's server makes for it and takes away again.
     *
     * @param plan of a table that is mapped in Java in both directions
     * @param old the table in old
     * @param target the table in new
     * @param rows the most that are tried; all, if the table has no more
     * @throws dev.theseus.domain.database.DatabaseUnavailable if a server does not answer
     */
    Outcome roundTrip(TablePlan plan, TableDefinition old, TableDefinition target, int rows);

    /**
     * Looks in old for rows of a joined table that complete no row.
     *
     * @param source the table whose rows they should complete
     * @param sourceKey its key
     * @param join by which they do
     * @return keys of some of them; empty if there are none
     * @throws dev.theseus.domain.database.DatabaseUnavailable if the server does not answer
     * @throws dev.theseus.domain.database.DatabaseRefused if it can't say, as where it takes too long
     */
    List<String> strays(TableName source, List<String> sourceKey, Join join);

    /**
     * Looks in old for values of a column that refer to no row.
     *
     * @param table whose column it is
     * @param referred the table that it refers to, by one key column
     * @return some of them; empty if there are none
     * @throws dev.theseus.domain.database.DatabaseUnavailable if the server does not answer
     * @throws dev.theseus.domain.database.DatabaseRefused if it can't say, as where it takes too long
     */
    List<String> dangling(TableName table, String column, TableName referred, String key);

    /**
     * Looks in old for numbers of an indexed column within a thousand million from one on.
     *
     * @return some of them; empty if there are none
     * @throws dev.theseus.domain.database.DatabaseUnavailable if the server does not answer
     */
    List<String> numbers(TableName table, String column, long first);

    /**
     * An expression, and over what it is computed.
     *
     * @param source the table that is {@code t}
     * @param sourceKey its key, to which joined tables are joined
     * @param joins tables that complete the row
     * @param visible columns of the source that the expression may speak of; empty for all
     * @param sql the expression
     */
    record Question(
            TableName source, List<String> sourceKey, List<Join> joins, Optional<List<String>> visible, String sql) {
        public Question {
            sourceKey = List.copyOf(sourceKey);
            joins = List.copyOf(joins);
        }
    }

    /** What a server says of an expression. */
    sealed interface Answer {
        /** @param type of its values, without modifiers, as the catalogue prints it */
        record Typed(String type) implements Answer {}

        /** @param message of the server */
        record Refused(String message) implements Answer {}
    }

    /** What an expression reads elsewhere. */
    sealed interface Reads {
        /**
         * @param tables and views, also the row's own table where other rows of it are read
         * @param functions of users that may read what they like, with their arguments
         */
        record Told(List<TableName> tables, List<String> functions) implements Reads {
            public Told {
                tables = List.copyOf(tables);
                functions = List.copyOf(functions);
            }
        }

        /** @param reason of the server */
        record NotTold(String reason) implements Reads {}
    }

    /** Whether different rows have different keys in new. */
    sealed interface Keys {
        record Distinct() implements Keys {}

        /** @param pairs of keys in old, of some of the rows that would have the same key in new */
        record Alike(List<String> pairs) implements Keys {
            public Alike {
                pairs = List.copyOf(pairs);
            }
        }

        /** @param reason why it can't be told */
        record NotTold(String reason) implements Keys {}
    }

    /** What became of rows that went there and back. */
    sealed interface Outcome {
        /**
         * @param rows that were compared
         * @param deviations what is not as it should be; empty if all is
         */
        record Compared(long rows, List<Deviation> deviations) implements Outcome {
            public Compared {
                deviations = List.copyOf(deviations);
            }
        }

        /**
         * A row for which an expression fails.
         *
         * @param sqlState of the failure
         * @param key of the first such row, if it could be told
         */
        record Failed(String sqlState, Optional<String> key) implements Outcome {}

        /** @param reason why a mapping in Java has no row for one, with its key */
        record Unmapped(String reason) implements Outcome {}

        /** @param reason why the way there and back can't be tried */
        record NotTried(String reason) implements Outcome {}
    }

    /**
     * Rows that are not as they should be, in one column.
     *
     * @param kind in what way
     * @param column of old for {@code CHANGED}, else of new; empty for {@code LOST}
     * @param rows how many of those that were tried
     * @param keys of some of them, in old
     */
    record Deviation(Kind kind, String column, long rows, List<String> keys) {

        public Deviation {
            keys = List.copyOf(keys);
        }

        /** In what way rows are not as they should be. */
        public enum Kind {
            /** The column of old is another after the way there and back. */
            CHANGED,
            /** The row does not come back. */
            LOST,
            /** The value is NULL where new wants one. */
            NULL,
            /** The type of the column in new prints the value otherwise than it was computed. */
            REFORMED
        }
    }
}
