package dev.theseus.domain.inspection;

import java.util.Locale;

/** What was looked at. The name is part of the machine-readable output, so it is never changed. */
public enum Check {
    /** The server answers and lets the role in. */
    CONNECTION,
    /** Old and new are two databases. */
    SAME_DATABASE,
    /** The server is new enough. */
    VERSION,
    /** The server accepts writes, that is, it is no standby. */
    STANDBY,
    /** Every character of old can be stored in new. */
    ENCODING,
    /** The role may create Theseus's schema and temporary tables. */
    DATABASE_PRIVILEGE,
    /** The role may do to a table what the migration does to it. */
    TABLE_PRIVILEGE,
    /** Row security hides no rows from the role. */
    ROW_SECURITY,
    /** The role may switch triggers and foreign keys of new off in its own sessions. */
    REPLICATION_ROLE,
    /** Enough sessions are free. */
    SESSIONS,
    /** The new server has room for the rows. */
    DISK,
    /** The plan selects at least one table, and all that it names exist. */
    TABLE,
    /** A table that is left out exists. */
    EXCLUDED_TABLE,
    /** The table is of a kind that can be captured and copied. */
    TABLE_KIND,
    /** The target exists. */
    TARGET_TABLE,
    /** No two tables go into one. */
    TARGET_TWICE,
    /** Rows can be identified on both sides. */
    KEY,
    /** Every column has its counterpart. */
    COLUMN,
    /** Types have the same text form and hold every value of old. */
    COLUMN_TYPE,
    /** An enum of new has all labels of old. */
    ENUM_LABELS,
    /** Columns of new that old does not fill can do without. */
    REQUIRED_COLUMN,
    /** A column that may be NULL in old may be so in new. */
    NULLS,
    /** Columns are written or computed on both sides alike. */
    COMPUTED_COLUMN,
    /** Uniqueness that new demands is given in old. */
    UNIQUENESS,
    /** What a table refers to is migrated too. */
    FOREIGN_KEY,
    /** The target is empty, or the plan says to merge. */
    EXISTING_ROWS,
    /** Triggers of new do not change what is copied. */
    TRIGGER,
    /** The table survives a crash of its server. */
    UNLOGGED,
    /** Contents that live outside of the table. */
    LARGE_OBJECT,
    /** Values that leave the database can be stored where the plan says. */
    OBJECT_STORE,
    /** What a mapping says of tables and columns fits the catalogues. */
    MAPPING,
    /** What a mapping says in SQL can be computed, and says the same whenever it is. */
    EXPRESSION,
    /** Every column has a way back, or its loss is declared by name. */
    LOSS,
    /** Rows that went there and back are what they were. */
    ROUND_TRIP;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
