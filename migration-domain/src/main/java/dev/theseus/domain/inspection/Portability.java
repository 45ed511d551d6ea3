package dev.theseus.domain.inspection;

import java.util.Set;

/**
 * What becomes of the values of one of PostgreSQL's own types on another server. A type that is not named here has
 * values that say all by themselves.
 */
public enum Portability {
    /** A value says all by itself. */
    ANYWHERE,
    /** A value stands for an object of its server, and travels as that object's name. */
    BY_NAME,
    /** A value of it can be printed, but no server reads it. */
    NOWHERE;

    private static final Set<String> NAMES = Set.of(
            "aclitem",
            "regclass",
            "regcollation",
            "regconfig",
            "regdatabase",
            "regdictionary",
            "regnamespace",
            "regoper",
            "regoperator",
            "regproc",
            "regprocedure",
            "regrole",
            "regtype");

    private static final Set<String> UNREADABLE = Set.of(
            "gtsvector",
            "pg_brin_bloom_summary",
            "pg_brin_minmax_multi_summary",
            "pg_ddl_command",
            "pg_dependencies",
            "pg_mcv_list",
            "pg_ndistinct",
            "pg_node_tree");

    /** @param type bare, as {@code pg_type.typname} has it; of an array, its element's */
    public static Portability of(String type) {
        if (UNREADABLE.contains(type)) {
            return NOWHERE;
        }
        return NAMES.contains(type) ? BY_NAME : ANYWHERE;
    }
}
