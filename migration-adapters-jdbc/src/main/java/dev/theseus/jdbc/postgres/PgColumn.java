package dev.theseus.jdbc.postgres;

import dev.theseus.domain.database.Column.Origin;
import dev.theseus.domain.inspection.Portability;
import java.util.List;
import java.util.Set;

/**
 * A carried column with what the adapters need to know of its type.
 *
 * @param name as the catalogue spells it
 * @param type for casts, schema-qualified and with modifiers: {@code numeric(10,2)}, {@code "Shop"."Colour"}
 * @param base the type below all domains, bare: {@code numeric}, {@code _int4}, {@code Colour}
 * @param kind of the base type
 * @param modifier the type modifier, -1 if there is none
 * @param deterministic whether equal under the column's collation means the same bytes
 * @param origin where the values come from
 */
public record PgColumn(
        String name, String type, String base, Kind kind, int modifier, boolean deterministic, Origin origin) {

    /**
     * No server reads back the binary form of an empty tsquery or vector; that of XML names an encoding that it need
     * not have.
     */
    private static final Set<String> BY_TEXT = Set.of("xml", "tsquery", "int2vector", "oidvector");

    private static final Set<String> PLAIN_TEXT = Set.of("text", "varchar", "bpchar");

    /** From the narrowest to the widest. */
    private static final List<String> INTEGERS = List.of("int2", "int4", "int8");

    /** Kinds of base types. */
    public enum Kind {
        /**
         * Comes with every PostgreSQL, numbered by hand: its number and its binary form are the same on every server.
         */
        BUILT_IN,
        ENUM,
        /** From an extension, composite, range or array of such: its number differs from server to server. */
        USER_DEFINED
    }

    /** The same under another name. */
    public PgColumn named(String other) {
        return new PgColumn(other, type, base, kind, modifier, deterministic, origin);
    }

    public String quoted() {
        return Sql.quoted(name);
    }

    /**
     * {@code t."a"}: the column as a server has to send it, by COPY or within the text of a row. Both leave the
     * encoding out of what an XML text declares of itself, a cast does not.
     */
    public String sent(String alias) {
        return alias + "." + quoted() + (base.equals("xml") ? "::pg_catalog.text" : "");
    }

    /**
     * Whether another server of another major version reads the same from what one prints. Before version 16, the type
     * {@code "char"} printed a byte above 127 as it is, which is no character, and did not read how that is spelled
     * now.
     */
    public boolean isTextPortable() {
        return !element().equals("char");
    }

    /** Whether COPY's binary form of this column is understood by another server of another major version. */
    public boolean isBinaryPortable() {
        return switch (kind) {
            case ENUM -> true;
            case USER_DEFINED -> false;
            // names of catalogue objects are numbers in binary form, and numbers differ between servers
            case BUILT_IN -> Portability.of(element()) == Portability.ANYWHERE && !BY_TEXT.contains(element());
        };
    }

    /**
     * Whether COPY's binary form of this column, sent as {@link #sentAs}, means the same in the other one. All types of
     * plain text have one such form.
     */
    public boolean isReadFromBinary(PgColumn other) {
        if (kind != other.kind) {
            return false;
        }
        return switch (kind) {
            case ENUM -> true;
            case USER_DEFINED -> base.equals(other.base);
            case BUILT_IN ->
                base.equals(other.base)
                        || (PLAIN_TEXT.contains(base) && PLAIN_TEXT.contains(other.base))
                        || widens(other);
        };
    }

    /** Every value of this column is one of the other's, of more bytes. */
    private boolean widens(PgColumn other) {
        return INTEGERS.contains(base) && INTEGERS.indexOf(base) < INTEGERS.indexOf(other.base);
    }

    /** {@code t."a"::pg_catalog.int8}: the column as a server has to send it in binary form, for another one. */
    public String sentAs(PgColumn other, String alias) {
        return widens(other) ? alias + "." + quoted() + "::pg_catalog." + other.base : sent(alias);
    }

    /** The server's own arrays are named for their elements. */
    private String element() {
        return base.startsWith("_") ? base.substring(1) : base;
    }

    /** Whether a value has the same text in both columns, and the same equals. */
    public boolean isAlike(PgColumn other) {
        return family().equals(other.family());
    }

    private String family() {
        return switch (base) {
            case "int2", "int4", "int8" -> "integer";
            case "text", "varchar" -> "text";
            case "numeric" -> type;
            default -> kind == Kind.ENUM ? "enum" : base;
        };
    }

    /** Whether two values are equal for the database only if their text forms are the same. */
    public boolean isTextCanonical() {
        return switch (base) {
            case "int2",
                    "int4",
                    "int8",
                    "oid",
                    "uuid",
                    "bool",
                    "date",
                    "time",
                    "timestamp",
                    "timestamptz",
                    "bytea",
                    "name",
                    "char",
                    "inet",
                    "cidr",
                    "macaddr",
                    "macaddr8",
                    "bit",
                    "varbit" -> true;
            case "text", "varchar", "bpchar" -> deterministic;
            // with a modifier every value is stored with the same scale
            case "numeric" -> modifier >= 0;
            default -> kind == Kind.ENUM;
        };
    }
}
