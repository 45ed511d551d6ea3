package dev.theseus.jdbc.mariadb;

import dev.theseus.domain.database.RowKey;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The form in which the change log holds a key: its parts with commas between, and a backslash before each comma and
 * backslash in a part. MariaDB's own JSON functions would do, but for characters beyond the first 65,536, which they
 * print wrongly in some character sets.
 */
final class KeyText {

    private KeyText() {}

    static String of(RowKey key) {
        return key.parts().stream()
                .map(part -> part.replace("\\", "\\\\").replace(",", "\\,"))
                .collect(Collectors.joining(","));
    }

    static RowKey parse(String text) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                part.append(text.charAt(++i));
            } else if (c == ',') {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString());
        return new RowKey(parts);
    }

    /** The same in SQL, for an expression whose text may hold either character. */
    static String escaped(String expression) {
        return "REPLACE(REPLACE(" + expression + ", '\\\\', '\\\\\\\\'), ',', '\\\\,')";
    }
}
