package dev.theseus.jdbc.verify;

import dev.theseus.domain.database.Side;
import dev.theseus.jdbc.postgres.PgColumn;
import dev.theseus.jdbc.postgres.Sql;
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
        PgColumn own = side == Side.OLD ? old : target;
        String value = "t." + own.quoted();
        if (isPadded(old) && isPadded(target)) {
            return padded(value, old.modifier() == target.modifier() ? Lengths.SAME : Lengths.DIFFERENT);
        }
        if (old.base().equals(target.base())) {
            return form(own.base(), value);
        }
        if (INTEGERS.contains(old.base()) && INTEGERS.contains(target.base())) {
            return form("int8", value);
        }
        if (target.kind() != PgColumn.Kind.BUILT_IN || TEXTS.contains(target.base())) {
            return bytes(text(own.base(), value));
        }
        // what old says in the words of new's type, which is what the copy by text makes of it
        return form(
                target.base(), side == Side.NEW ? value : "(%s)::%s".formatted(text(own.base(), value), target.type()));
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
            default -> bytes(text(base, value));
        };
    }

    /** The cast from bpchar to text drops trailing blanks, its output function keeps them. */
    private static String text(String base, String value) {
        return base.equals("bpchar") ? "textin(bpcharout(%s))".formatted(value) : value + "::text";
    }

    private String bytes(String text) {
        return switch (encodings) {
            case SAME -> text + " COLLATE \"C\"";
            case DIFFERENT -> "convert_to(%s, 'UTF8')".formatted(text);
        };
    }
}
