package dev.theseus.jdbc.mariadb;

/** What becomes of a date without a year, a month or a day, as 0000-00-00 or 2024-02-00, which PostgreSQL can't hold. */
public enum ZeroDates {
    /** The row is set aside with its key and the name of the column, and blocks the gates. */
    SET_ASIDE,
    /** It becomes NULL; the plan's owner has said so. */
    BECOME_NULL
}
