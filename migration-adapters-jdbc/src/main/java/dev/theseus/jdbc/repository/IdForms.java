package dev.theseus.jdbc.repository;

import dev.theseus.domain.database.RowKey;
import java.lang.reflect.Modifier;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows' keys that ids stand for. Only types are known whose text in Java is the database's own, whatever its
 * settings: a decimal or a time is not, since its text depends on the column.
 */
final class IdForms {

    private static final Logger LOG = LoggerFactory.getLogger(RoutedRepository.class);

    private static final Set<Class<?>> PRIMITIVES = Set.of(long.class, int.class, short.class, byte.class, char.class);

    private final Map<Class<?>, Function<Object, RowKey>> given;
    private final Set<Class<?>> warned = ConcurrentHashMap.newKeySet();

    IdForms(Map<Class<?>, Function<Object, RowKey>> given) {
        this.given = new LinkedHashMap<>(given);
    }

    /** Whether values of a declared type may have a form: what is abstract may, as its values are looked at instead. */
    boolean mayKnow(Class<?> type) {
        return PRIMITIVES.contains(type)
                || type.isInterface()
                || type.isEnum()
                || type.isArray()
                || Modifier.isAbstract(type.getModifiers())
                || type == Object.class
                || Set.of(
                                Long.class,
                                Integer.class,
                                Short.class,
                                Byte.class,
                                Character.class,
                                BigInteger.class,
                                UUID.class,
                                String.class,
                                RowKey.class)
                        .contains(type)
                || given.keySet().stream().anyMatch(known -> known.isAssignableFrom(type));
    }

    /** @return empty for null, which no row has, and for what has no known form */
    Optional<RowKey> key(@Nullable Object id) {
        return switch (id) {
            case null -> Optional.empty();
            case RowKey key -> Optional.of(key);
            case List<?> columns -> ofColumns(columns);
            default -> ofGiven(id).or(() -> text(id).map(RowKey::of));
        };
    }

    Optional<RowKey> ofColumns(List<?> columns) {
        List<String> parts = new ArrayList<>();
        for (Object column : columns) {
            text(column).ifPresent(parts::add);
        }
        return parts.isEmpty() || parts.size() < columns.size() ? Optional.empty() : Optional.of(new RowKey(parts));
    }

    private Optional<RowKey> ofGiven(Object id) {
        for (Map.Entry<Class<?>, Function<Object, RowKey>> form : given.entrySet()) {
            if (form.getKey().isInstance(id)) {
                return Optional.of(form.getValue().apply(id));
            }
        }
        return Optional.empty();
    }

    private Optional<String> text(@Nullable Object value) {
        return switch (value) {
            case null -> Optional.empty();
            case Long number -> Optional.of(number.toString());
            case Integer number -> Optional.of(number.toString());
            case Short number -> Optional.of(number.toString());
            case Byte number -> Optional.of(number.toString());
            case BigInteger number -> Optional.of(number.toString());
            case UUID uuid -> Optional.of(uuid.toString());
            case String text -> Optional.of(text);
            case Character letter -> Optional.of(letter.toString());
            case Enum<?> constant -> Optional.of(constant.name());
            default ->
                ofGiven(value)
                        .filter(key -> key.parts().size() == 1)
                        .map(key -> key.parts().getFirst())
                        .or(() -> unknown(value));
        };
    }

    private Optional<String> unknown(Object value) {
        if (warned.add(value.getClass())) {
            LOG.warn(
                    "Rows whose ids are of {} are left to the relay: their text in the database is not known. Name it by"
                            + " RoutedRepository.id({}.class, …)",
                    value.getClass().getName(),
                    value.getClass().getSimpleName());
        }
        return Optional.empty();
    }
}
