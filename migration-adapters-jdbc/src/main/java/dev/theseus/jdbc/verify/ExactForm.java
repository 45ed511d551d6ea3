package dev.theseus.jdbc.verify;

import dev.theseus.domain.database.Side;
import dev.theseus.jdbc.postgres.PgColumn;
import dev.theseus.jdbc.postgres.Sql;
import dev.theseus.jdbc.verify.ComparedColumn.Way;
import java.util.Set;

/**
 * The form that two values share only if they are the same to the last bit. The hash functions of types serve equality,
 * not identity, and leave out what equality ignores and more: numeric's ignores scale and sign, that of eight-byte
 * integers and timestamps folds two halves into one, that of floats takes -0 for 0. So those go in by the bytes that
 * the type sends to clients, which no server version has changed; what has no such form goes in by its text.
 */
final class ExactForm implements ColumnForm {

    private static final Set<String> INTEGERS = Set.of("int2", "int4", "int8");
    private static final Set<String> TEXTS = Set.of("text", "varchar", "bpchar", "name");

    private final Encodings encodings;

    /** Whether the two databases keep text in the same bytes. */
    enum Encodings {
        SAME,
        DIFFERENT
    }

    ExactForm(Encodings encodings) {
        this.encodings = encodings;
    }

    @Override
    public String expression(Side side, ComparedColumn column) {
        PgColumn old = column.old();
        PgColumn target = column.target();
        PgColumn own = column.on(side);
        PgColumn words = column.on(column.words());
        String value = "t." + own.quoted();
        if (column.way() == Way.COMPUTED) {
            return side == column.words() ? stored(words, value) : computed(words, own, value);
        }
        if (isPadded(old) && isPadded(target)) {
            return padded(value, old.modifier() == target.modifier() ? Lengths.SAME : Lengths.DIFFERENT);
        }
        if (old.base().equals(target.base())) {
            return form(own.base(), value);
        }
        if (INTEGERS.contains(old.base()) && INTEGERS.contains(target.base())) {
            return form("int8", value);
        }
        if (isText(words)) {
            return bytes(Printed.text(own.base(), value));
        }
        // what the other side says in the words of this type, which is what the copy by text makes of it
        return form(words.base(), side == column.words() ? value : Printed.as(words, own, value));
    }

    /** A column whose values came from an expression. */
    private String stored(PgColumn column, String value) {
        if (isPadded(column)) {
            return bytes(value + "::text");
        }
        return isText(column) ? bytes(Printed.text(column.base(), value)) : form(column.base(), value);
    }

    /** What an expression's value becomes in the column that it is written to. */
    private String computed(PgColumn words, PgColumn own, String value) {
        boolean asItIs = own.base().equals(words.base()) && words.modifier() < 0;
        if (isPadded(words)) {
            return bytes(Printed.as(words, own, value) + "::text");
        }
        if (isText(words)) {
            boolean limited = words.kind() == PgColumn.Kind.BUILT_IN && words.modifier() >= 0;
            return bytes(limited ? Printed.as(words, own, value) : Printed.text(own.base(), value));
        }
        return form(words.base(), asItIs ? value : Printed.as(words, own, value));
    }

    /** Compared by what is printed of it: texts, and types of which only the name is the same on both sides. */
    private static boolean isText(PgColumn column) {
        return column.kind() != PgColumn.Kind.BUILT_IN || TEXTS.contains(column.base());
    }

    private enum Lengths {
        SAME,
        DIFFERENT
    }

    /** The blanks at the end say nothing: every value has them, up to the length of its column. */
    private String padded(String value, Lengths lengths) {
        return lengths == Lengths.SAME && encodings == Encodings.SAME ? bytes(value) : bytes(value + "::text");
    }

    private static boolean isPadded(PgColumn column) {
        return column.base().equals("bpchar") && column.modifier() >= 0;
    }

    private String form(String base, String value) {
        return switch (base) {
            case "int2", "int4", "bool", "uuid", "date", "bytea", "oid", "char" -> value + "::" + Sql.quoted(base);
            case "int8" -> "int8send(%s)".formatted(value);
            case "float4", "float8" -> base + "send(%s)".formatted(value);
            case "numeric", "time", "timestamp", "timestamptz" -> base + "_send(%s)".formatted(value);
            default -> bytes(base.equals("bpchar") ? Printed.text(base, value) : value + "::text");
        };
    }

    private String bytes(String text) {
        return switch (encodings) {
            case SAME -> text + " COLLATE \"C\"";
            case DIFFERENT -> "convert_to(%s, 'UTF8')".formatted(text);
        };
    }
}
