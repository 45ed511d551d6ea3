package dev.theseus.jdbc.largeobject;

import dev.theseus.domain.database.Direction;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.largeobject.ObjectComparison;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.verification.Divergence;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares the objects of one table, some at a time, and counts. Used by one thread. */
final class ContentComparison {

    /** One that is written to meanwhile is looked at again, so often. */
    private static final int LOOKS = 3;

    private final PgDatabase source;
    private final PgDatabase target;
    private final TablePlan table;
    private final List<Divergence> examples = new ArrayList<>();
    private long objects;
    private long bytes;
    private long repaired;
    private long removed;
    private long divergences;

    ContentComparison(PgDatabase source, PgDatabase target, TablePlan table) {
        this.source = source;
        this.target = target;
        this.table = table;
    }

    /** Brings objects over again. */
    interface Repair {
        void of(SortedSet<Long> numbers) throws InterruptedException;
    }

    void repaired(long more) {
        repaired += more;
    }

    /** What both sides have under a number; an object that is missing has no digest. */
    private record Pair(@Nullable String there, @Nullable String here) {

        boolean isAlike() {
            return Objects.equals(there, here);
        }
    }

    void compare(SortedSet<Long> numbers, Repair repair) throws InterruptedException {
        objects += numbers.size();
        bytes += source.inTransaction(
                "measure large objects",
                c -> ObjectLook.states(c, numbers).values().stream()
                        .mapToLong(ObjectState::bytes)
                        .sum());
        Map<Long, Pair> differing = differing(numbers);
        int before = differing.size();
        long gone = differing.values().stream().filter(p -> p.there() == null).count();
        for (int look = 0; look < LOOKS && !differing.isEmpty(); look++) {
            SortedSet<Long> again = new TreeSet<>(differing.keySet());
            repair.of(again);
            differing = differing(again);
        }
        long goneStill =
                differing.values().stream().filter(p -> p.there() == null).count();
        removed += gone - goneStill;
        repaired += before - gone - (differing.size() - goneStill);
        divergences += differing.size();
        name(differing);
    }

    private Map<Long, Pair> differing(SortedSet<Long> numbers) {
        Map<Long, String> there = source.inTransaction("condense large objects", c -> ObjectLook.digests(c, numbers));
        Map<Long, String> here = target.inTransaction("condense large objects", c -> ObjectLook.digests(c, numbers));
        Map<Long, Pair> differing = new TreeMap<>();
        for (long number : numbers) {
            Pair pair = new Pair(there.get(number), here.get(number));
            if (!pair.isAlike()) {
                differing.put(number, pair);
            }
        }
        return differing;
    }

    private void name(Map<Long, Pair> differing) {
        for (Map.Entry<Long, Pair> one : differing.entrySet()) {
            if (examples.size() < ObjectComparison.MAXIMUM_EXAMPLES) {
                row(one.getKey()).ifPresent(examples::add);
            }
        }
    }

    /** A row of the source that stands for the object, and the target's name of the column. */
    private Optional<Divergence> row(long number) {
        List<String> columns = table.largeObjects(source.side());
        return source.inTransaction("name the row of a large object", connection -> {
            for (int i = 0; i < columns.size(); i++) {
                Optional<RowKey> key = key(connection, columns.get(i), number);
                if (key.isPresent()) {
                    String column = table.largeObjects(target.side()).get(i);
                    return Optional.of(new Divergence(key.get(), Divergence.Kind.DIFFERENT, List.of(column)));
                }
            }
            return Optional.empty();
        });
    }

    private Optional<RowKey> key(Connection connection, String column, long number) throws SQLException {
        List<String> key =
                table.image(Direction.from(source.side())).map(Image::sourceKey).orElseGet(table::key);
        String parts = key.stream()
                .map(c -> "t." + Sql.quoted(c) + "::pg_catalog.text")
                .collect(Collectors.joining(", "));
        try (PreparedStatement query = connection.prepareStatement("SELECT " + parts + " FROM "
                + Sql.quoted(table.on(source.side())) + " t WHERE t." + Sql.quoted(column)
                + "::pg_catalog.oid = ?::pg_catalog.int8::pg_catalog.oid LIMIT 1")) {
            query.setLong(1, number);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.of(key(row, key.size())) : Optional.empty();
            }
        }
    }

    private static RowKey key(ResultSet row, int size) throws SQLException {
        List<String> parts = new ArrayList<>();
        for (int i = 1; i <= size; i++) {
            parts.add(row.getString(i));
        }
        return new RowKey(parts);
    }

    ObjectComparison result() {
        return new ObjectComparison(objects, bytes, repaired, removed, examples, divergences);
    }
}
