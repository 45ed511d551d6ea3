package dev.theseus.domain.definition;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableName;
import java.util.Optional;

/**
 * Something that a table's definition says otherwise than when it was kept.
 *
 * @param before its value then; empty if it is new
 * @param now its value now; empty if it is gone
 * @param weight what it means to the migration
 * @param by the command that brought it about, by whom and when, where that was seen; empty where it was found by
 *     comparing
 */
public record DefinitionChange(
        Side side,
        TableName table,
        Trait trait,
        Optional<String> before,
        Optional<String> now,
        Weight weight,
        Optional<String> by) {

    /** Definitions may hold long expressions; people need their beginning. */
    private static final int LONGEST = 160;

    /** What a change means to the migration. */
    public enum Weight {
        /** It goes on record. */
        NOTED,
        /** The migration stops until a person has decided. */
        STOPS
    }

    /** The same, brought about by a command that was seen. */
    public DefinitionChange seen(String command) {
        return new DefinitionChange(side, table, trait, before, now, weight, Optional.of(command));
    }

    /** Whether it is about the same thing, and found the same, whoever did it. */
    public boolean isSameAs(DefinitionChange other) {
        return side == other.side
                && table.equals(other.table)
                && trait.equals(other.trait)
                && before.equals(other.before)
                && now.equals(other.now);
    }

    /** For people: table, what it is about, what became of it, and how it was seen. */
    public String text() {
        return "table %s of the %s database: %s (%s)"
                .formatted(table, side, what(), by.orElse("found by comparing definitions"));
    }

    private String what() {
        String name = trait.name();
        return switch (trait.kind()) {
            case TABLE -> now.isEmpty() ? "it is gone" : "another table stands in its place";
            case COLUMN -> became("column " + name);
            case TYPE -> became("what column " + name + " may hold");
            case NOT_NULL -> "column " + name + (now.isEmpty() ? " may be NULL now" : " is NOT NULL now");
            case DEFAULT -> became("the default of column " + name);
            case GENERATED -> became("how column " + name + " is generated");
            case KEY -> now.isEmpty() ? "(" + name + ") is no unique key any more" : became("key (" + name + ")");
            case UNIQUE -> became("unique index " + name);
            case CHECK -> became("constraint " + name);
            case FOREIGN_KEY -> became("foreign key " + name);
            case INDEX -> became("index " + name);
            case PARTITION -> became("partition " + name);
            case CAPTURE_TRIGGER ->
                became("trigger " + name
                        + (name.startsWith("theseus_key_map_")
                                ? ", which gives rows their other keys,"
                                : ", which notes changes for the migration,"));
            case TRIGGER -> became("trigger " + name);
            case COMMENT -> "the comment on " + (name.isEmpty() ? "it" : name) + " is another one";
            case GRANTS -> "the grants on " + (name.isEmpty() ? "it" : name) + " are others";
            case STATISTICS -> became("statistics " + name);
            case COMMAND -> "a command that changed nothing of what matters here";
            case CAPTURE_GAP -> "for a while the triggers that note changes for the migration were off, or gone";
        };
    }

    private String became(String subject) {
        if (before.isEmpty()) {
            return subject + " was added: " + shortened(now.orElse(""));
        }
        return now.isEmpty()
                ? subject + " was dropped"
                : "%s was %s and is %s now".formatted(subject, shortened(before.get()), shortened(now.get()));
    }

    private static String shortened(String value) {
        return value.length() <= LONGEST ? value : value.substring(0, LONGEST) + "…";
    }
}
