package dev.theseus.jdbc.repository;

import dev.theseus.domain.database.RowKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The keys of the rows that values stand for: entities and ids, alone or in collections. */
final class Rows {

    private final Map<Class<?>, Function<Object, @Nullable Object>> entities;
    private final IdForms ids;

    Rows(Map<Class<?>, Function<Object, @Nullable Object>> entities, IdForms ids) {
        this.entities = new LinkedHashMap<>(entities);
        this.ids = ids;
    }

    /** @return empty unless all of them are known */
    List<RowKey> ofIds(@Nullable Object value) {
        return all(value, id -> id == null ? Optional.empty() : ids.key(id));
    }

    /** The row of which several values are the key's columns. */
    List<RowKey> ofColumns(List<?> values) {
        return ids.ofColumns(values).map(List::of).orElse(List.of());
    }

    /** @return empty unless these are entities, and all of their keys are known */
    List<RowKey> ofEntities(@Nullable Object value) {
        return all(value, this::ofEntity);
    }

    /** Whether one of these declared types is an entity's. */
    boolean mayBeEntity(List<Class<?>> types) {
        return types.stream()
                .anyMatch(type -> entities.keySet().stream()
                        .anyMatch(entity -> entity.isAssignableFrom(type) || type.isAssignableFrom(entity)));
    }

    private Optional<RowKey> ofEntity(@Nullable Object value) {
        for (Map.Entry<Class<?>, Function<Object, @Nullable Object>> entity : entities.entrySet()) {
            if (entity.getKey().isInstance(value)) {
                return Optional.ofNullable(entity.getValue().apply(value)).flatMap(ids::key);
            }
        }
        return Optional.empty();
    }

    private static List<RowKey> all(@Nullable Object value, Function<@Nullable Object, Optional<RowKey>> key) {
        List<RowKey> keys = new ArrayList<>();
        for (Object each : elements(value)) {
            Optional<RowKey> found = key.apply(each);
            if (found.isEmpty()) {
                return List.of();
            }
            keys.add(found.get());
        }
        return keys;
    }

    private static List<@Nullable Object> elements(@Nullable Object value) {
        return switch (value) {
            case null -> List.of();
            case Optional<?> optional -> optional.stream().collect(Collectors.toList());
            case Collection<?> many -> new ArrayList<>(many);
            // may be read once only, and that was done by the method
            case Iterable<?> once -> List.of();
            case Object[] many -> Arrays.asList(many);
            default -> Stream.of(value).collect(Collectors.toList());
        };
    }
}
