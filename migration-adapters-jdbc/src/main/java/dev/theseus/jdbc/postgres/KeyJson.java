package dev.theseus.jdbc.postgres;

import dev.theseus.domain.database.RowKey;
import java.util.Collection;

/** Keys as a JSON array of arrays of strings: the one form in which many keys of any shape are bound as one value. */
public final class KeyJson {

    private KeyJson() {}

    /** {@code [["1","x"],["2","y"]]}, in the collection's order. */
    public static String of(Collection<RowKey> keys) {
        StringBuilder json = new StringBuilder(2 + 16 * keys.size()).append('[');
        for (RowKey key : keys) {
            separate(json).append('[');
            for (String part : key.parts()) {
                append(separate(json), part);
            }
            json.append(']');
        }
        return json.append(']').toString();
    }

    private static StringBuilder separate(StringBuilder json) {
        return json.charAt(json.length() - 1) == '[' ? json : json.append(',');
    }

    private static void append(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }
}
