package dev.theseus.jdbc.repository;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the name of a repository's method says by the conventions of the field. */
final class MethodName {

    private static final Set<String> READ = Set.of(
            "find",
            "get",
            "read",
            "query",
            "search",
            "stream",
            "count",
            "exists",
            "list",
            "load",
            "fetch",
            "contains",
            "is",
            "has",
            "lookup",
            "select");

    private static final Set<String> WRITE = Set.of(
            "save",
            "insert",
            "add",
            "create",
            "update",
            "set",
            "delete",
            "remove",
            "persist",
            "flush",
            "put",
            "store",
            "merge",
            "upsert",
            "replace",
            "increment",
            "decrement",
            "clear",
            "mark");

    private static final Pattern FIRST_WORD = Pattern.compile("[a-z0-9]+");
    private static final Pattern SECOND_DEED = Pattern.compile("(?:Or|And)([A-Z][a-z0-9]*)");
    private static final Pattern BY_ID = Pattern.compile(".*ById(In|InBatch|ForUpdate)?");

    private MethodName() {}

    static Deed deed(String name) {
        Matcher first = FIRST_WORD.matcher(name);
        String word = first.lookingAt() ? first.group() : "";
        if (WRITE.contains(word)) {
            return Deed.WRITES;
        }
        if (!READ.contains(word)) {
            return Deed.UNKNOWN;
        }
        return alsoWrites(name) ? Deed.UNKNOWN : Deed.READS;
    }

    /** As in findOrCreate or getAndIncrement; what follows "By" are conditions. */
    private static boolean alsoWrites(String name) {
        int conditions = name.indexOf("By");
        Matcher second = SECOND_DEED.matcher(conditions < 0 ? name : name.substring(0, conditions));
        while (second.find()) {
            if (WRITE.contains(second.group(1).toLowerCase(java.util.Locale.ROOT))) {
                return true;
            }
        }
        return false;
    }

    static boolean isById(String name) {
        return BY_ID.matcher(name).matches();
    }

    static boolean locks(String name) {
        return name.endsWith("ForUpdate");
    }

    /** What a name says. */
    enum Deed {
        READS,
        WRITES,
        UNKNOWN
    }
}
