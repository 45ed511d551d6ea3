package dev.theseus.jdbc.verify;

import dev.theseus.jdbc.postgres.PgColumn;
import dev.theseus.jdbc.postgres.Sql;

/** A value of one type in the words of another: what a copy by text makes of it. */
final class Printed {

    private Printed() {}

    /**
     * What the type's output function prints, which is what COPY writes. Casts to text say something else of some: that
     * of bpchar drops trailing blanks, that of bool spells it out, that of inet adds the mask.
     *
     * @param base the type of the value
     */
    static String text(String base, String value) {
        return switch (base) {
            case "bpchar" -> "textin(bpcharout(%s))".formatted(value);
            case "bool" -> "textin(boolout(%s))".formatted(value);
            case "inet" -> "textin(inet_out(%s))".formatted(value);
            default -> value + "::text";
        };
    }

    /** @param words whose type the value takes on; known to every server */
    static String as(PgColumn words, PgColumn own, String value) {
        String printed = own.base().equals(words.base()) ? value : text(own.base(), value);
        return "(%s)::%s".formatted(printed, type(words));
    }

    /** A domain is known to its own database only; what it is made of is known to both. */
    private static String type(PgColumn words) {
        return words.type().contains(".") ? Sql.quoted("pg_catalog") + "." + Sql.quoted(words.base()) : words.type();
    }

    /** The text of a key column, which is the same on both sides for the same key. */
    static String key(PgColumn own, PgColumn words) {
        String value = "t." + own.quoted();
        String text;
        if (own.base().equals(words.base()) && own.modifier() == words.modifier()) {
            text = value + "::pg_catalog.text";
        } else if (words.kind() == PgColumn.Kind.BUILT_IN) {
            text = as(words, own, value) + "::pg_catalog.text";
        } else {
            text = text(own.base(), value);
        }
        return text + " COLLATE pg_catalog.\"C\"";
    }
}
