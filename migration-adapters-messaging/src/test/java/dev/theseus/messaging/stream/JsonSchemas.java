package dev.theseus.messaging.stream;

import dev.theseus.domain.health.DatabaseHealth;
import dev.theseus.domain.keymap.KeyMap;
import dev.theseus.domain.mapping.Expression;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.mapping.Mapping;
import dev.theseus.domain.migration.Incident;
import dev.theseus.domain.migration.RunId;
import dev.theseus.domain.migration.Transfer;
import dev.theseus.domain.plan.MigrationId;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The JSON schemas of what is stored, read off its records. */
final class JsonSchemas {

    static final String PLACE = "#/components/schemas/";

    /** Those with one component that are written as that alone. */
    private static final Set<Class<?>> NAMES = Set.of(MigrationId.class, RunId.class);

    /** Those whose kind is written beside them. */
    private static final Set<Class<?>> KINDS =
            Set.of(Incident.class, DatabaseHealth.class, Transfer.class, Expression.class, KeyMap.Given.class);

    /** Those that are written in a shorter form. */
    private static final Map<Class<?>, Class<?>> SHORT = Map.of(Mapping.class, ShortMapping.class);

    /** Rows that look the same on both sides have their columns named once, instead of the images. */
    private record ShortMapping(
            int version, Optional<SameRows> same, Optional<Image> forward, Optional<Image> reverse) {}

    private record SameRows(List<String> key, List<String> columns) {}

    private static final Map<Class<?>, Map<String, Object>> PLAIN = Map.ofEntries(
            Map.entry(String.class, Map.of("type", "string")),
            Map.entry(boolean.class, Map.of("type", "boolean")),
            Map.entry(int.class, whole("int32")),
            Map.entry(long.class, whole("int64")),
            Map.entry(double.class, Map.of("type", "number")),
            Map.entry(Instant.class, text("date-time")),
            Map.entry(Duration.class, text("duration")),
            Map.entry(LocalTime.class, text("time")),
            Map.entry(ZoneId.class, Map.of("type", "string")));

    private final Map<String, Object> schemas = new TreeMap<>();
    private final Map<String, Class<?>> owners = new TreeMap<>();

    private static Map<String, Object> whole(String format) {
        return ordered("type", "integer", "format", format);
    }

    private static Map<String, Object> text(String format) {
        return ordered("type", "string", "format", format);
    }

    static Map<String, Object> ordered(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    /** All that were needed so far, by name. */
    Map<String, Object> all() {
        return schemas;
    }

    /** What a value of this type looks like; named ones are referred to. */
    Map<String, Object> of(Type type) {
        return switch (type) {
            case ParameterizedType generic -> generic(generic);
            case Class<?> plain when PLAIN.containsKey(plain) -> PLAIN.get(plain);
            case Class<?> name when NAMES.contains(name) -> Map.of("type", "string");
            case Class<?> named -> named(named);
            default -> throw new IllegalArgumentException("What does the JSON of " + type + " look like?");
        };
    }

    private Map<String, Object> generic(ParameterizedType type) {
        Class<?> raw = (Class<?>) type.getRawType();
        Type[] of = type.getActualTypeArguments();
        if (raw == Optional.class) {
            return Map.of("oneOf", List.of(Map.of("type", "null"), of(of[0])));
        }
        if (Map.class.isAssignableFrom(raw)) {
            return ordered("type", "object", "additionalProperties", of(of[1]));
        }
        if (Collection.class.isAssignableFrom(raw)) {
            return ordered("type", "array", "items", of(of[0]));
        }
        throw new IllegalArgumentException("What does the JSON of " + type + " look like?");
    }

    private Map<String, Object> named(Class<?> type) {
        String name = nameOf(type);
        Class<?> before = owners.putIfAbsent(name, type);
        if (before == null) {
            schemas.put(name, definition(SHORT.getOrDefault(type, type)));
        } else if (before != type) {
            throw new IllegalArgumentException(before + " and " + type + " would have one name");
        }
        return Map.of("$ref", PLACE + name);
    }

    static String nameOf(Class<?> type) {
        return type.getName().substring(type.getPackageName().length() + 1).replace("$", "");
    }

    private Map<String, Object> definition(Class<?> type) {
        if (type.isEnum()) {
            return ordered(
                    "type",
                    "string",
                    "enum",
                    Arrays.stream(type.getEnumConstants())
                            .map(c -> ((Enum<?>) c).name())
                            .toList());
        }
        if (KINDS.contains(type)) {
            return Map.of(
                    "oneOf",
                    Arrays.stream(type.getPermittedSubclasses())
                            .map(kind -> object(kind, Map.of("type", Map.of("const", kindOf(kind)))))
                            .toList());
        }
        if (type.isRecord()) {
            return object(type, Map.of());
        }
        throw new IllegalArgumentException("What does the JSON of " + type + " look like?");
    }

    private static String kindOf(Class<?> type) {
        return type.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    private Map<String, Object> object(Class<?> type, Map<String, Object> besides) {
        Map<String, Object> properties = new TreeMap<>(besides);
        Arrays.stream(type.getRecordComponents())
                .sorted(Comparator.comparing(RecordComponent::getName))
                .forEach(c -> properties.put(c.getName(), of(c.getGenericType())));
        return ordered(
                "type",
                "object",
                "additionalProperties",
                false,
                "required",
                List.copyOf(properties.keySet()),
                "properties",
                properties);
    }
}
