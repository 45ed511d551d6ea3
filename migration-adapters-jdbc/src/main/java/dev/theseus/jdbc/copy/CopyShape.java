package dev.theseus.jdbc.copy;

import dev.theseus.domain.database.Column.Origin;
import dev.theseus.domain.database.Direction;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.postgres.PgColumn;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.PgRelation;
import dev.theseus.jdbc.postgres.Sql;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A table as it stands on both sides, and the statements that follow from it.
 *
 * @param source in the old database
 * @param raw the same without its image
 * @param measured all columns that rows are made of, those of joined tables too
 * @param target in the new database
 */
record CopyShape(PgRelation source, PgRelation raw, PgRelation measured, PgRelation target) {

    /** In the schema of temporary tables, gone when the transaction ends. */
    private static final String STAGING = "pg_temp.theseus_staging";

    static CopyShape read(ChunkStreams old, PgDatabase target, TablePlan table) {
        PgRelation source = old.describe(table);
        PgRelation raw = old.raw(table, source);
        return new CopyShape(
                source,
                raw,
                old.measured(table, source, raw),
                target.inTransaction(
                        "describe " + table.target(), c -> PgRelation.target(c, table, Direction.FORWARD)));
    }

    /** Errors of a single row: a value, a constraint, a subquery with several rows, what an expression raises. */
    private static final Set<String> OF_ONE_ROW = Set.of("21", "22", "23", "P0");

    /** Whether an error of this state may come from one row that does not fit its mapping. */
    static boolean isOfOneRow(String sqlState) {
        return sqlState.length() > 2 && OF_ONE_ROW.contains(sqlState.substring(0, 2));
    }

    /**
     * Binary where both servers mean the same by it: it spares both the conversion. Else text, which any types share.
     */
    Format format() {
        return isBinary() ? Format.BINARY : Format.TEXT;
    }

    private boolean isBinary() {
        return source.lines().isEmpty()
                && source.isBinaryPortable()
                && target.isBinaryPortable()
                && IntStream.range(0, source.columns().size()).allMatch(this::isReadFromBinary);
    }

    private boolean isReadFromBinary(int column) {
        return source.columns().get(column).isReadFromBinary(target.columns().get(column));
    }

    /** The carried columns as the source has to send them. */
    String sent(String alias) {
        return format() == Format.TEXT
                ? source.sentList(alias)
                : IntStream.range(0, source.columns().size())
                        .mapToObj(i ->
                                source.columns().get(i).sentAs(target.columns().get(i), alias))
                        .collect(Collectors.joining(", "));
    }

    /** How COPY writes rows. */
    enum Format {
        BINARY,
        TEXT;

        String option() {
            return " (FORMAT " + name().toLowerCase(java.util.Locale.ROOT) + ")";
        }
    }

    String copyOut(String query) {
        return "COPY (" + query + ") TO STDOUT" + format().option();
    }

    String copyIntoTarget() {
        return "COPY " + target.quoted() + " (" + target.columnList() + ") FROM STDIN" + format().option();
    }

    /** The types of the target, none of its constraints. */
    String createStaging() {
        return "CREATE TEMP TABLE theseus_staging ON COMMIT DROP AS SELECT " + target.columnList() + " FROM "
                + target.quoted() + " WITH NO DATA";
    }

    String copyIntoStaging() {
        return "COPY " + STAGING + " (" + target.columnList() + ") FROM STDIN" + format().option();
    }

    /** A row of that key was copied before. Rows that have not changed since capture are the same in every copy. */
    List<String> insertKeeping() {
        return List.of(insert() + " ON CONFLICT (" + target.keyList() + ") DO NOTHING");
    }

    /** A row of that key was there before the migration. */
    List<String> insertOverwriting() {
        List<PgColumn> others =
                target.columns().stream().filter(c -> !target.key().contains(c)).toList();
        if (others.isEmpty()) {
            return insertKeeping();
        }
        if (others.stream().anyMatch(c -> c.origin() == Origin.IDENTITY_ALWAYS)) {
            // such a column can't be set by UPDATE
            return List.of(deleteStaged(), insert());
        }
        String set = others.stream()
                .map(c -> c.quoted() + " = excluded." + c.quoted())
                .collect(Collectors.joining(", "));
        return List.of(insert() + " ON CONFLICT (" + target.keyList() + ") DO UPDATE SET " + set);
    }

    private String deleteStaged() {
        String sameKey = target.key().stream()
                .map(c -> "t." + c.quoted() + " = s." + c.quoted())
                .collect(Collectors.joining(" AND "));
        return "DELETE FROM " + target.quoted() + " t USING " + STAGING + " s WHERE " + sameKey;
    }

    private String insert() {
        return "INSERT INTO " + target.quoted() + " (" + target.columnList() + ") OVERRIDING SYSTEM VALUE SELECT "
                + Sql.list(target.columns().stream().map(PgColumn::name).toList()) + " FROM " + STAGING;
    }
}
