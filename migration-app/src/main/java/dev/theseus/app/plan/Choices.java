package dev.theseus.app.plan;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/** Names of enums as they stand in plan files and on command lines: {@code after-copy}. */
public final class Choices {

    private Choices() {}

    /** Reads one of some values; its IllegalArgumentException names them all. */
    public static <E extends Enum<E>> Function<String, E> of(E[] values) {
        return text -> Stream.of(values)
                .filter(v -> text(v).equals(text))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("`" + text + "` is none of " + String.join(", ", texts(values))
                                + Nearest.of(text, texts(values))
                                        .map(n -> "; did you mean `" + n + "`?")
                                        .orElse("")));
    }

    public static String text(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static List<String> texts(Enum<?>[] values) {
        return Stream.of(values).map(Choices::text).toList();
    }
}
