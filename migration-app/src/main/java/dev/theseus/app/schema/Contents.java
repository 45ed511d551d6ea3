package dev.theseus.app.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A dump's table of contents, parted in two: what must stand before rows come in, that is types, tables, sequences and
 * keys, and what may come later. pg_dump counts keys as the latter, but without them rows can't be told apart.
 *
 * @param tables entries for the first file, in the dump's order
 * @param rest entries for the second
 */
record Contents(List<String> tables, List<String> rest) {

    private static final Pattern KEY = Pattern.compile("\\d+; \\d+ \\d+ CONSTRAINT .+");
    private static final Pattern ATTACHED = Pattern.compile("\\d+; \\d+ \\d+ INDEX ATTACH \\S+ (.+)");
    /** Every database has it, so creating it would fail, and so would commenting it for all but its owner. */
    private static final Pattern PUBLIC_SCHEMA =
            Pattern.compile("\\d+; \\d+ \\d+ (SCHEMA - public|COMMENT - SCHEMA public) .*");

    static Contents of(String beforeData, String afterData) {
        List<String> tables = new ArrayList<>(entries(beforeData));
        tables.removeIf(entry -> PUBLIC_SCHEMA.matcher(entry).matches());
        List<String> rest = new ArrayList<>(entries(afterData));
        List<String> keys = rest.stream().filter(e -> KEY.matcher(e).matches()).toList();
        List<String> attached = rest.stream().filter(e -> belongs(e, keys)).toList();
        rest.removeAll(keys);
        rest.removeAll(attached);
        tables.addAll(keys);
        tables.addAll(attached);
        return new Contents(tables, rest);
    }

    /** A partition's key makes that of the partitioned table whole. */
    private static boolean belongs(String entry, List<String> keys) {
        Matcher attached = ATTACHED.matcher(entry);
        return attached.matches() && keys.stream().anyMatch(k -> k.endsWith(" " + attached.group(1)));
    }

    private static List<String> entries(String list) {
        return list.lines().filter(l -> !l.isBlank() && !l.startsWith(";")).toList();
    }
}
