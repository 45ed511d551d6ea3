package dev.theseus.messaging.stream;

import java.util.List;
import java.util.Map;

/** Writes maps, lists and single values as YAML: every text in quotes, so that none is taken for something else. */
final class Yaml {

    private final StringBuilder text = new StringBuilder();

    private Yaml() {}

    static String of(Map<String, Object> document) {
        Yaml yaml = new Yaml();
        yaml.map(document, "");
        return yaml.text.toString();
    }

    private void map(Map<?, ?> map, String indent) {
        map.forEach((key, value) -> {
            text.append(indent).append(key(String.valueOf(key))).append(':');
            value(value, indent + "  ");
        });
    }

    private void value(Object value, String indent) {
        switch (value) {
            case Map<?, ?> map
            when !map.isEmpty() -> {
                text.append('\n');
                map(map, indent);
            }
            case List<?> list
            when list.stream().noneMatch(Map.class::isInstance) ->
                text.append(" [")
                        .append(String.join(
                                ", ", list.stream().map(Yaml::scalar).toList()))
                        .append("]\n");
            case List<?> list -> {
                text.append('\n');
                list.forEach(item -> item(item, indent));
            }
            default -> text.append(' ').append(scalar(value)).append('\n');
        }
    }

    private void item(Object item, String indent) {
        int begin = text.length();
        map((Map<?, ?>) item, indent + "  ");
        text.replace(begin, begin + indent.length() + 2, indent + "- ");
    }

    private static String key(String key) {
        return key.matches("[A-Za-z][A-Za-z0-9_.-]*") ? key : scalar(key);
    }

    private static String scalar(Object value) {
        return value instanceof String s ? "'" + s.replace("'", "''") + "'" : String.valueOf(value);
    }
}
