package dev.theseus.jdbc.board;

import java.util.List;
import java.util.function.Consumer;

/** Writes JSON: objects, arrays, strings and whole numbers. Used by one thread. */
final class JsonWriter {

    private final StringBuilder text = new StringBuilder();

    void object(Runnable members) {
        text.append('{');
        members.run();
        text.append('}');
    }

    void member(String name, String value) {
        member(name, () -> string(value));
    }

    void member(String name, long value) {
        member(name, () -> text.append(value));
    }

    void member(String name, List<String> values) {
        member(name, () -> array(values, this::string));
    }

    void member(String name, Runnable value) {
        separate('{');
        string(name);
        text.append(':');
        value.run();
    }

    <T> void array(List<T> elements, Consumer<T> element) {
        text.append('[');
        for (T each : elements) {
            separate('[');
            element.accept(each);
        }
        text.append(']');
    }

    private void separate(char begin) {
        if (text.charAt(text.length() - 1) != begin) {
            text.append(',');
        }
    }

    private void string(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ') {
                text.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
