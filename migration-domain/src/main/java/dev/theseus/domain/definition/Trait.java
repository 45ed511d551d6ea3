package dev.theseus.domain.definition;

import java.util.Comparator;

/**
 * One thing that the definition of a table says.
 *
 * @param kind what it is about
 * @param name of what it is about within the table: a column, a constraint, an index; empty if it is the table itself
 */
public record Trait(Kind kind, String name) implements Comparable<Trait> {

    /** Between the name of a trigger and that of the partition that it is on. */
    public static final String ON = " on ";

    private static final Comparator<Trait> ORDER =
            Comparator.comparing(Trait::kind).thenComparing(Trait::name);

    /** What a trait is about. */
    public enum Kind {
        /** That the table is there, what kind it is, and that it is the same one. */
        TABLE,
        /** A column, by its type and collation. */
        COLUMN,
        /** What values the type of a column allows, where users define that: an enum's labels, a domain's checks. */
        TYPE,
        NOT_NULL,
        DEFAULT,
        /** That a column is an identity or computed, and how. */
        GENERATED,
        /** That the key of the plan tells rows apart. */
        KEY,
        /** A unique or excluding index. */
        UNIQUE,
        CHECK,
        FOREIGN_KEY,
        /** An index that refuses nothing. */
        INDEX,
        PARTITION,
        /** A trigger that notes changes for the migration, or gives rows their other keys. */
        CAPTURE_TRIGGER,
        /** A trigger of somebody else's. */
        TRIGGER,
        COMMENT,
        GRANTS,
        STATISTICS,
        /** A command that left no other trace; its name is a number. */
        COMMAND,
        /** For a while changes were not noted; its name is a number. */
        CAPTURE_GAP;

        /** Whether it belongs to a column, which its name says. */
        boolean isOfColumn() {
            return switch (this) {
                case TYPE, NOT_NULL, DEFAULT, GENERATED -> true;
                case TABLE,
                        COLUMN,
                        KEY,
                        UNIQUE,
                        CHECK,
                        FOREIGN_KEY,
                        INDEX,
                        PARTITION,
                        CAPTURE_TRIGGER,
                        TRIGGER,
                        COMMENT,
                        GRANTS,
                        STATISTICS,
                        COMMAND,
                        CAPTURE_GAP -> false;
            };
        }
    }

    public static Trait column(String name) {
        return new Trait(Kind.COLUMN, name);
    }

    @Override
    public int compareTo(Trait other) {
        return ORDER.compare(this, other);
    }
}
