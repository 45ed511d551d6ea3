package dev.theseus.jdbc.rowmapping;

import dev.theseus.domain.mapping.RowMapping;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Checks, in a service's own tests, that a mapping in Java leads back: for many rows at random, old of new of a row is
 * the row. A failure tells the seed, which repeats it.
 *
 * <pre>{@code
 * RoundTrip.of(new UserMapping()).losing("legacy_flag").check();
 * }</pre>
 *
 * @param <O> a row of old
 * @param <N> a row of new
 */
public final class RoundTrip<O extends Record, N extends Record> {

    private static final int ROWS = 1_000;

    private final RowMapping<O, N> mapping;
    private final Function<RandomGenerator, O> rows;
    private final Set<String> lost;
    private final long seed;
    private final int count;

    private RoundTrip(
            RowMapping<O, N> mapping, Function<RandomGenerator, O> rows, Set<String> lost, long seed, int count) {
        this.mapping = mapping;
        this.rows = rows;
        this.lost = Set.copyOf(lost);
        this.seed = seed;
        this.count = count;
    }

    /** With 1000 rows of any values that the record's types allow, and a seed of its own each time. */
    public static <O extends Record, N extends Record> RoundTrip<O, N> of(RowMapping<O, N> mapping) {
        return new RoundTrip<>(
                mapping,
                random -> new RandomRows(random).next(mapping.oldRow()),
                Set.of(),
                new Random().nextLong(),
                ROWS);
    }

    /** With rows as the service has them, where not every value is possible. */
    public RoundTrip<O, N> with(Function<RandomGenerator, O> made) {
        return new RoundTrip<>(mapping, made, lost, seed, count);
    }

    /** Columns of old that are declared as lost on the way. */
    public RoundTrip<O, N> losing(String... columns) {
        return new RoundTrip<>(mapping, rows, Set.of(columns), seed, count);
    }

    /** The same rows each time, as a failure told. */
    public RoundTrip<O, N> seed(long of) {
        return new RoundTrip<>(mapping, rows, lost, of, count);
    }

    /** @param many rows */
    public RoundTrip<O, N> rows(int many) {
        return new RoundTrip<>(mapping, rows, lost, seed, many);
    }

    /** @throws AssertionError with the seed, the row and the columns that came back otherwise */
    public void check() {
        RandomGenerator random = new Random(seed);
        for (int i = 0; i < count; i++) {
            O row = rows.apply(random);
            O back = back(row, i);
            List<String> differing = differing(row, back);
            if (!differing.isEmpty()) {
                throw failure(i, row, "it came back as " + back + ", which differs in " + differing, null);
            }
        }
    }

    private O back(O row, int number) {
        try {
            return mapping.toOld(mapping.toNew(row));
        } catch (RuntimeException e) {
            throw failure(number, row, "the mapping failed", e);
        }
    }

    private AssertionError failure(int number, O row, String what, @Nullable Throwable cause) {
        return new AssertionError(
                mapping.getClass().getSimpleName() + " does not lead back for row " + number + " of seed " + seed + ", "
                        + row + ": " + what + ". Repeat it by seed(" + seed + "L).",
                cause);
    }

    private List<String> differing(O row, O back) {
        List<String> columns = RecordForm.of(mapping.oldRow()).columns();
        RecordComponent[] components = mapping.oldRow().getRecordComponents();
        List<String> differing = new ArrayList<>();
        for (int i = 0; i < components.length; i++) {
            boolean same = Objects.equals(RecordForm.value(components[i], row), RecordForm.value(components[i], back));
            if (!same && !lost.contains(columns.get(i))) {
                differing.add(columns.get(i));
            }
        }
        return differing;
    }
}
