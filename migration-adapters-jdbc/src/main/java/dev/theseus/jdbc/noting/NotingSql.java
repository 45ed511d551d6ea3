package dev.theseus.jdbc.noting;

import java.util.Set;

/** The pieces of SQL that statements get. */
final class NotingSql {

    /** The rows that a command changed. */
    static final String CHANGED = "theseus_changed";

    /** The rows that a MERGE merges. */
    static final String SOURCE = "theseus_source";

    static final String KEY = "theseus_key";
    static final String KEY_BEFORE = "theseus_key_before";
    static final String BEFORE = "theseus_before";

    /**
     * A view of the change log whose columns have names that no table of a client has: a driver that appends RETURNING
     * for keys made by the database must fail, not answer with numbers of the log.
     */
    private static final String NOTE = "INSERT INTO theseus.noted_key (theseus_table_no, theseus_noted_key) SELECT ";

    /** Drawn before the entry's own number: a transaction must not be younger than the numbers that it draws. */
    static final String TRANSACTION = "theseus_now AS MATERIALIZED (SELECT pg_catalog.pg_current_xact_id())";

    private NotingSql() {}

    static String note(int number, String from) {
        return NOTE + number + ", " + KEY + " FROM " + from;
    }

    static String noteBefore(int number, String from) {
        return NOTE + number + ", " + KEY_BEFORE + " FROM " + from + " WHERE " + KEY_BEFORE + "[1] IS NOT NULL AND "
                + KEY_BEFORE + " IS DISTINCT FROM " + KEY;
    }

    /** As a common table's query, after {@link #TRANSACTION}. */
    static String noteSource(int number, String key, String alias) {
        return NOTE + number + ", " + key + " FROM theseus_now, " + SOURCE + " AS " + alias;
    }

    /** As a common table's query, after {@link #TRANSACTION}. */
    static String noteGone(int number) {
        return NOTE + number + ", NULL::pg_catalog.text[] FROM theseus_now";
    }

    /** As commands of their own. */
    static String gone(Set<Integer> numbers) {
        StringBuilder text = new StringBuilder();
        for (int number : numbers) {
            text.append("; WITH ").append(TRANSACTION).append(' ').append(noteGone(number));
        }
        return text.toString();
    }

    /**
     * As commands of their own, which give nothing back.
     *
     * @param reason a constant of ours, without quotes
     */
    static String marks(Set<Integer> numbers, String reason) {
        StringBuilder text = new StringBuilder();
        for (int number : numbers) {
            text.append("; DO 'BEGIN PERFORM theseus.mark_")
                    .append(number)
                    .append("(''")
                    .append(reason)
                    .append("''); END'");
        }
        return text.toString();
    }
}
