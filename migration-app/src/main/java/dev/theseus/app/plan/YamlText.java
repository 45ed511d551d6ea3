package dev.theseus.app.plan;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes values so that YAML reads them back as they were. */
final class YamlText {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_./-]*");
    private static final Pattern PRINTABLE = Pattern.compile("[^\\p{Cntrl}\\p{Cs}\\u0085\\u2028\\u2029\\uFEFF]*");
    private static final Set<String> WORDS_WITH_MEANING = Set.of("true", "false", "null", "yes", "no", "on", "off");

    private YamlText() {}

    static String of(String value) {
        if (PLAIN.matcher(value).matches() && !WORDS_WITH_MEANING.contains(value.toLowerCase(java.util.Locale.ROOT))) {
            return value;
        }
        return PRINTABLE.matcher(value).matches() ? "'" + value.replace("'", "''") + "'" : escaped(value);
    }

    static String list(List<String> values) {
        return values.stream().map(YamlText::of).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String escaped(String value) {
        StringBuilder text = new StringBuilder("\"");
        value.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                text.append('\\').appendCodePoint(c);
            } else if (c < ' ' || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029 || c == 0xfeff) {
                text.append("\\u%04x".formatted(c));
            } else {
                text.appendCodePoint(c);
            }
        });
        return text.append('"').toString();
    }
}
