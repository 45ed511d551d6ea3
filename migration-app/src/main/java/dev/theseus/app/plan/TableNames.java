package dev.theseus.app.plan;

import dev.theseus.domain.database.TableName;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of tables as text: {@code public.users}, or {@code "Shop"."Order Line"}; letters keep their case either way.
 */
final class TableNames {

    private static final String PART = "(?:\"((?:[^\"]|\"\")+)\"|([^\".\\s]+))";
    private static final Pattern FORM = Pattern.compile(PART + "\\." + PART);
    private static final Pattern NEEDS_NO_QUOTES = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_$]*");

    private TableNames() {}

    static TableName parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "is no name of a table; write it with its schema, as public.users, or as "
                            + "'\"Shop\".\"Order Line\"' where it has blanks or dots");
        }
        return new TableName(part(matcher, 1), part(matcher, 3));
    }

    private static String part(Matcher matcher, int group) {
        String quoted = matcher.group(group);
        return quoted == null ? matcher.group(group + 1) : quoted.replace("\"\"", "\"");
    }

    static String text(TableName name) {
        return text(name.schema()) + "." + text(name.name());
    }

    private static String text(String part) {
        return NEEDS_NO_QUOTES.matcher(part).matches() ? part : '"' + part.replace("\"", "\"\"") + '"';
    }
}
