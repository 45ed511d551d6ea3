package dev.theseus.jdbc.verify;

import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.Direction;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.mapping.MappedColumn;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.postgres.PgColumn;
import dev.theseus.jdbc.postgres.PgRelation;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which row of the source is which row of the side that is written to. A row of the source says so by its key alone; a
 * row of the other side leads back where keys keep their values, or where the way back has expressions for them.
 */
final class RowKeys {

    /** SQLSTATE class of values that are no values of a type. */
    private static final String DATA_EXCEPTION = "22";

    private final Optional<KeyWay> there;
    private final Optional<KeyWay> back;

    private RowKeys(Optional<KeyWay> there, Optional<KeyWay> back) {
        this.there = there;
        this.back = back;
    }

    static RowKeys of(TablePlan plan, TablePair.Ground ground, SideTable source, SideTable sink, Attempts attempts)
            throws InterruptedException {
        Image image = plan.image(ground.direction()).orElseThrow();
        if (image.isSame() || image.java().isPresent() || (image.keepsKey() && haveSameTexts(source, sink))) {
            return new RowKeys(Optional.empty(), Optional.empty());
        }
        KeyWay there = new KeyWay(
                source.database(),
                named(source.relation().key(), image.sourceKey()),
                image.targetKey().stream().map(image::column).toList(),
                source.keyText(),
                attempts);
        return new RowKeys(Optional.of(there), back(plan, ground, source, sink, attempts));
    }

    /** Then a key needs no server to be translated. */
    private static boolean haveSameTexts(SideTable source, SideTable sink) {
        List<PgColumn> from = source.relation().key();
        for (int i = 0; i < from.size(); i++) {
            PgColumn into = sink.relation().key().get(i);
            if (!from.get(i).base().equals(into.base()) || from.get(i).modifier() != into.modifier()) {
                return false;
            }
        }
        return true;
    }

    private static Optional<KeyWay> back(
            TablePlan plan, TablePair.Ground ground, SideTable source, SideTable sink, Attempts attempts)
            throws InterruptedException {
        Image image = plan.image(ground.direction()).orElseThrow();
        if (image.keepsKey()) {
            List<PgColumn> key = named(source.relation().key(), image.sourceKey());
            return Optional.of(new KeyWay(
                    source.database(),
                    key,
                    key.stream().map(c -> MappedColumn.same(c.name())).toList(),
                    texts(key, key),
                    attempts));
        }
        Direction opposite = Direction.from(ground.direction().target());
        Optional<Image> way = plan.image(opposite)
                .filter(b -> new HashSet<>(b.sourceKey()).equals(new HashSet<>(image.targetKey()))
                        && new HashSet<>(b.targetKey()).equals(new HashSet<>(image.sourceKey())));
        if (way.isEmpty()) {
            return Optional.empty();
        }
        PgRelation result = attempts.inTransaction(
                sink.database(),
                "read the way back of " + plan.on(opposite.source()),
                c -> PgRelation.source(c, plan, opposite));
        List<PgColumn> computed = image.sourceKey().stream()
                .map(name -> result.columns().stream()
                        .filter(c -> c.name().equals(name))
                        .findFirst()
                        .orElseThrow())
                .toList();
        return Optional.of(new KeyWay(
                sink.database(),
                named(sink.relation().key(), image.targetKey()),
                image.sourceKey().stream().map(way.get()::column).toList(),
                texts(computed, source.relation().key()),
                attempts));
    }

    private static List<PgColumn> named(List<PgColumn> columns, List<String> names) {
        return IntStream.range(0, columns.size())
                .mapToObj(i -> columns.get(i).named(names.get(i)))
                .toList();
    }

    private static String texts(List<PgColumn> own, List<PgColumn> words) {
        return IntStream.range(0, own.size())
                .mapToObj(i -> Printed.key(own.get(i), words.get(i)))
                .collect(Collectors.joining(", ", "ARRAY[", "]"));
    }

    /** The keys that rows of the source have on the other side, whether or not they exist. */
    Map<RowKey, RowKey> there(Collection<RowKey> keys) throws InterruptedException {
        return there.isEmpty() ? same(keys) : there.get().of(keys);
    }

    /** The rows of the source that rows of the other side stand for; those are left out that lead back to none. */
    Map<RowKey, RowKey> back(Collection<RowKey> keys) throws InterruptedException {
        if (there.isEmpty()) {
            return same(keys);
        }
        if (back.isEmpty() || keys.isEmpty()) {
            return Map.of();
        }
        Map<RowKey, RowKey> found = readable(back.get(), keys);
        Map<RowKey, RowKey> again = there.get().of(new HashSet<>(found.values()));
        found.entrySet().removeIf(e -> !e.getKey().equals(again.get(e.getValue())));
        return found;
    }

    /** A key that only the other side can hold is no value of the source's type. */
    private static Map<RowKey, RowKey> readable(KeyWay way, Collection<RowKey> keys) throws InterruptedException {
        try {
            return new HashMap<>(way.of(keys));
        } catch (DatabaseRefused e) {
            if (!e.sqlState().startsWith(DATA_EXCEPTION)) {
                throw e;
            }
        }
        Map<RowKey, RowKey> found = new HashMap<>();
        for (RowKey key : keys) {
            try {
                found.putAll(way.of(Set.of(key)));
            } catch (DatabaseRefused e) {
                if (!e.sqlState().startsWith(DATA_EXCEPTION)) {
                    throw e;
                }
            }
        }
        return found;
    }

    private static Map<RowKey, RowKey> same(Collection<RowKey> keys) {
        return keys.stream().distinct().collect(Collectors.toMap(Function.identity(), Function.identity()));
    }

    /** Whether rows of both sides have one key. */
    boolean areSame() {
        return there.isEmpty();
    }
}
