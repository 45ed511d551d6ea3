package dev.theseus.jdbc.board;

import dev.theseus.domain.database.TableName;
import dev.theseus.domain.mapping.Expression;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.mapping.Join;
import dev.theseus.domain.mapping.MappedColumn;
import dev.theseus.domain.mapping.Mapping;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The form of a mapping on the board: a JSON object that names its form, so that a node which does not know the form
 * says so instead of reading half of it. What a form adds without changing the rest is ignored.
 */
final class MappingForm {

    private static final long FORM = 1;

    private MappingForm() {}

    static String write(Mapping mapping) {
        JsonWriter json = new JsonWriter();
        json.object(() -> {
            json.member("form", FORM);
            json.member("version", mapping.version());
            mapping.forward().ifPresent(image -> json.member("forward", () -> write(json, image)));
            mapping.reverse().ifPresent(image -> json.member("reverse", () -> write(json, image)));
        });
        return json.toString();
    }

    private static void write(JsonWriter json, Image image) {
        json.object(() -> {
            json.member("source_key", image.sourceKey());
            json.member("target_key", image.targetKey());
            json.member("columns", () -> json.array(image.columns(), column -> write(json, column)));
            json.member("joins", () -> json.array(image.joins(), join -> write(json, join)));
            image.filter().ifPresent(filter -> json.member("filter", filter));
            json.member("losses", image.losses());
        });
    }

    private static void write(JsonWriter json, MappedColumn column) {
        json.object(() -> {
            json.member("name", column.name());
            switch (column.from()) {
                case Expression.Same same -> json.member("same", same.column());
                case Expression.Sql sql -> json.member("sql", sql.text());
                case Expression.Java java -> json.member("java", java.mapping());
            }
        });
    }

    private static void write(JsonWriter json, Join join) {
        json.object(() -> {
            json.member("alias", join.alias());
            json.member("schema", join.table().schema());
            json.member("table", join.table().name());
            json.member("on", join.on());
        });
    }

    /** @throws IllegalArgumentException if it has another form */
    static Mapping read(String json) {
        Map<?, ?> object = object(JsonReader.read(json));
        long form = number(object, "form");
        if (form != FORM) {
            throw new IllegalArgumentException("A mapping on the routing board has form " + form
                    + "; this release reads form " + FORM + ". Let all nodes run the same release");
        }
        return new Mapping(
                Math.toIntExact(number(object, "version")),
                optional(object, "forward").map(MappingForm::image),
                optional(object, "reverse").map(MappingForm::image));
    }

    private static Image image(Object json) {
        Map<?, ?> object = object(json);
        return new Image(
                list(object, "source_key", String::valueOf),
                list(object, "target_key", String::valueOf),
                list(object, "columns", MappingForm::column),
                list(object, "joins", MappingForm::join),
                optional(object, "filter").map(String::valueOf),
                list(object, "losses", String::valueOf));
    }

    private static MappedColumn column(Object json) {
        Map<?, ?> object = object(json);
        Expression from = optional(object, "same")
                .<Expression>map(column -> new Expression.Same(String.valueOf(column)))
                .or(() -> optional(object, "java").map(name -> new Expression.Java(String.valueOf(name))))
                .orElseGet(() -> new Expression.Sql(text(object, "sql")));
        return new MappedColumn(text(object, "name"), from);
    }

    private static Join join(Object json) {
        Map<?, ?> object = object(json);
        return new Join(
                text(object, "alias"),
                new TableName(text(object, "schema"), text(object, "table")),
                list(object, "on", String::valueOf));
    }

    private static Map<?, ?> object(Object json) {
        if (json instanceof Map<?, ?> object) {
            return object;
        }
        throw new IllegalArgumentException("A mapping on the routing board lacks an object where one belongs");
    }

    private static Optional<Object> optional(Map<?, ?> object, String name) {
        return Optional.ofNullable(object.get(name));
    }

    private static Object required(Map<?, ?> object, String name) {
        return optional(object, name)
                .orElseThrow(
                        () -> new IllegalArgumentException("A mapping on the routing board has no \"" + name + "\""));
    }

    private static String text(Map<?, ?> object, String name) {
        return String.valueOf(required(object, name));
    }

    private static long number(Map<?, ?> object, String name) {
        return Long.parseLong(text(object, name));
    }

    private static <T> List<T> list(Map<?, ?> object, String name, Function<Object, T> element) {
        if (required(object, name) instanceof List<?> elements) {
            return elements.stream().<T>map(element).toList();
        }
        throw new IllegalArgumentException("In a mapping on the routing board, \"" + name + "\" is no list");
    }
}
