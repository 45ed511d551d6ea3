package dev.theseus.jdbc.trial;

import dev.theseus.domain.database.Column;
import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableDefinition;
import dev.theseus.domain.inspection.MappingTrial.Deviation;
import dev.theseus.domain.inspection.MappingTrial.Deviation.Kind;
import dev.theseus.domain.inspection.MappingTrial.Outcome;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.postgres.CopyPipe;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.PgErrors;
import dev.theseus.jdbc.postgres.PgRelation;
import dev.theseus.jdbc.postgres.Run;
import dev.theseus.jdbc.postgres.Sql;
import dev.theseus.jdbc.rowmapping.TripLines;
import dev.theseus.jdbc.rowmapping.UnmappableRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Takes rows of old through a mapping in Java there and back. In between they stand in a temporary table of new, so
 * that new's types have their say; it is gone when the transaction is, which is rolled back.
 */
record JavaTrip(PgDatabase old, PgDatabase target, TablePlan plan, TableDefinition source, TableDefinition into) {

    private static final int KEYS_SHOWN = 3;
    private static final String DATA_EXCEPTION = "22";
    /** Of a COPY that a server refuses; what follows is the value. */
    private static final Pattern PLACE = Pattern.compile(", line (\\d+), column (\\S+?)(?::|$)");

    private static final String STAGE = "pg_temp.theseus_trip";

    /** Counts what is not as it should be. */
    private static final class Counts {

        private record Place(Kind kind, String column) {}

        private record Count(long rows, List<String> keys) {}

        private final Map<Place, Count> counts = new LinkedHashMap<>();
        private long rows;

        void add(Kind kind, String column, String key) {
            counts.merge(new Place(kind, column), new Count(1, List.of(key)), (before, one) -> {
                List<String> keys = new ArrayList<>(before.keys());
                if (keys.size() < KEYS_SHOWN) {
                    keys.add(key);
                }
                return new Count(before.rows() + 1, keys);
            });
        }

        Outcome outcome() {
            return new Outcome.Compared(
                    rows,
                    counts.entrySet().stream()
                            .map(e -> new Deviation(
                                    e.getKey().kind(),
                                    e.getKey().column(),
                                    e.getValue().rows(),
                                    e.getValue().keys()))
                            .toList());
        }
    }

    Outcome take(int rows) {
        TripLines lines = TripLines.of(
                plan.mapping().forward().orElseThrow(), plan.mapping().reverse().orElseThrow());
        try {
            return PgMappingTrial.reading(
                    old, "take rows of " + source.name() + " there and back", reading -> staged(reading, lines, rows));
        } catch (UnmappableRow | Unfit e) {
            return new Outcome.Unmapped(String.valueOf(e.getMessage()));
        } catch (DatabaseRefused e) {
            return refused(e);
        }
    }

    /** What a server says of a row's values is an answer; what it says of the role or the tables too. */
    private Outcome refused(DatabaseRefused e) {
        return e.getCause() instanceof SQLException refusal && refusal.getCause() instanceof UnmappableRow row
                ? new Outcome.Unmapped(String.valueOf(row.getMessage()))
                : new Outcome.NotTried(String.valueOf(e.getMessage()));
    }

    private Outcome staged(Connection reading, TripLines lines, int rows) throws SQLException {
        PgRelation read = PgRelation.read(reading, source.name(), lines.sourceColumns(), plan.key());
        // nothing is committed, so its pool takes back a session that has no such table
        try (Connection writing = target.connect()) {
            try {
                create(writing, lines);
                List<String> keys = new ArrayList<>();
                CopyPipe<RuntimeException> pipe = new CopyPipe<>(new Ends(keys), CopyPipe.Pace.FREE, line -> {
                    byte[] made = lines.there(line);
                    keys.add(lines.key(made, plan.key()));
                    return made;
                });
                pipe.flow(reading, copyOut(read, rows), writing, "COPY " + STAGE + " FROM STDIN");
                return compare(reading, writing, lines);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new Outcome.NotTried("it was interrupted");
            } catch (SQLException e) {
                throw PgErrors.translate(Side.NEW, "hold rows that go there and back", e);
            }
        }
    }

    private void create(Connection writing, TripLines lines) throws SQLException {
        String before = IntStream.range(0, lines.sourceColumns().size())
                .mapToObj(i -> ", ''::pg_catalog.text AS \"theseus old " + i + "\"")
                .collect(Collectors.joining());
        Run.sql(
                writing,
                "CREATE TEMPORARY TABLE theseus_trip ON COMMIT DROP AS SELECT " + Sql.list(lines.targetColumns())
                        + before + " FROM " + Sql.quoted(into.name()) + " WITH NO DATA");
    }

    /** A large table is sampled over all of its pages; the same rows each time. */
    private String copyOut(PgRelation read, int rows) {
        long estimated = source.size().rows();
        String spread =
                estimated > 4L * rows ? " TABLESAMPLE SYSTEM (" + 200.0 * rows / estimated + ") REPEATABLE (1)" : "";
        return "COPY (SELECT " + read.sentList(Image.SOURCE) + " FROM " + read.quoted() + " " + Image.SOURCE + spread
                + " LIMIT " + rows + ") TO STDOUT";
    }

    private Outcome compare(Connection reading, Connection writing, TripLines lines) throws SQLException {
        Set<String> required = into.columns().stream()
                .filter(c -> !c.nullable() && c.isCarried())
                .map(Column::name)
                .collect(Collectors.toSet());
        Counts counts = new Counts();
        CopyOut out = writing.unwrap(PGConnection.class).getCopyAPI().copyOut("COPY " + STAGE + " TO STDOUT");
        try {
            for (byte[] line = out.readFromCopy(); line != null; line = out.readFromCopy()) {
                TripLines.Back back = lines.back(line);
                String key = lines.key(line, plan.key());
                counts.rows++;
                back.missing().stream().filter(required::contains).forEach(c -> counts.add(Kind.NULL, c, key));
                for (TripLines.Changed changed : back.changed()) {
                    if (!isSame(reading, changed)) {
                        counts.add(Kind.CHANGED, changed.column(), key);
                    }
                }
            }
            return counts.outcome();
        } finally {
            CopyPipe.endIfActive(writing, out);
        }
    }

    /** Old may write one value in two ways, as that of a jsonb. */
    private boolean isSame(Connection reading, TripLines.Changed changed) throws SQLException {
        String type = source.column(changed.column()).orElseThrow().type();
        String text = "CAST(CAST(? AS " + type + ") AS pg_catalog.text) COLLATE pg_catalog.\"C\"";
        Savepoint before = reading.setSavepoint();
        try (PreparedStatement query = reading.prepareStatement("SELECT " + text + " = " + text)) {
            query.setString(1, changed.before());
            query.setString(2, changed.after());
            try (ResultSet row = query.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        } catch (SQLException e) {
            if (!PgErrors.state(e).startsWith(DATA_EXCEPTION)) {
                throw PgErrors.translate(Side.OLD, "compare what came back", e);
            }
            reading.rollback(before);
            return false;
        }
    }

    /** New's types have no place for a row that the mapping made. */
    private static final class Unfit extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unfit(String message, SQLException cause) {
            super(message, cause);
        }
    }

    private final class Ends implements CopyPipe.Failures<RuntimeException> {

        private final List<String> keys;

        /** @param keys of the lines that were sent, in their order */
        Ends(List<String> keys) {
            this.keys = keys;
        }

        @Override
        public RuntimeException ofSource(SQLException error) {
            return PgErrors.translate(Side.OLD, "read rows of " + source.name(), error);
        }

        @Override
        public RuntimeException ofTarget(SQLException error) {
            Matcher place = PLACE.matcher(where(error));
            if (PgErrors.state(error).startsWith(DATA_EXCEPTION) && place.find()) {
                int line = Integer.parseInt(place.group(1));
                return new Unfit(
                        "The row with the key " + (line <= keys.size() ? keys.get(line - 1) : "that could not be told")
                                + " can't be mapped: column " + place.group(2)
                                + " of new has no place for what the mapping makes of it (SQLSTATE "
                                + PgErrors.state(error) + ")",
                        error);
            }
            return PgErrors.translate(Side.NEW, "hold rows of " + source.name() + " as new would", error);
        }

        private static String where(SQLException error) {
            ServerErrorMessage server = error instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
            return server == null || server.getWhere() == null ? "" : server.getWhere();
        }
    }
}
