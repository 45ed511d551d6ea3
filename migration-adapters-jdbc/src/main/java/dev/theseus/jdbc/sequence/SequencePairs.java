package dev.theseus.jdbc.sequence;

import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.Run;
import dev.theseus.jdbc.sequence.PgColumnSequences.Drawn;
import dev.theseus.jdbc.sequence.PgColumnSequences.Position;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The sequences that the same columns draw from on both sides, looked up beforehand, so that bringing all of them
 * forward takes no more than three statements while writers are held.
 */
public final class SequencePairs {

    private record Pair(Drawn from, Drawn into) {}

    private final List<Pair> pairs;

    private SequencePairs(List<Pair> pairs) {
        this.pairs = pairs;
    }

    /**
     * @throws dev.theseus.domain.database.DatabaseUnavailable if a server is away
     * @throws dev.theseus.domain.database.DatabaseRefused if a table is missing
     */
    public static SequencePairs between(PgDatabase from, PgDatabase into, List<TablePlan> tables) {
        List<Pair> pairs = new ArrayList<>();
        for (TablePlan table : tables) {
            CarriedColumns.pairs(from, into, table).forEach(p -> pairs.add(new Pair(p.from(), p.into())));
        }
        return new SequencePairs(List.copyOf(pairs));
    }

    /** Where the sequences of one side are. */
    public record Positions(List<Position> all) {
        public Positions {
            all = List.copyOf(all);
        }
    }

    /** Reads the side that is left. */
    public Positions read(Connection from) throws SQLException {
        return new Positions(positions(from, pairs.stream().map(Pair::from).toList()));
    }

    /**
     * Makes the other side's sequences give out nothing that was given out; those that are further stay. May be
     * repeated.
     *
     * @param margin how many numbers each leaves out besides, if it has room for them
     */
    public void bringForward(Connection into, Positions wanted, long margin) throws SQLException {
        List<Position> now = positions(into, pairs.stream().map(Pair::into).toList());
        List<String> moves = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i++) {
            Drawn sequence = pairs.get(i).into();
            Position to = wanted.all().get(i).beyond(margin, sequence);
            if (now.get(i).isBehind(to, sequence.increment())) {
                moves.add("pg_catalog.setval('%s', %d, %s)"
                        .formatted(sequence.name().replace("'", "''"), to.last(), to.drawn()));
            }
        }
        if (!moves.isEmpty()) {
            Run.sql(into, "SELECT " + String.join(", ", moves));
        }
    }

    private static List<Position> positions(Connection connection, List<Drawn> sequences) throws SQLException {
        if (sequences.isEmpty()) {
            return List.of();
        }
        String query = sequences.stream()
                .map(s -> "SELECT last_value, is_called FROM " + s.name())
                .collect(Collectors.joining(" UNION ALL "));
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<Position> positions = new ArrayList<>();
            while (rows.next()) {
                positions.add(new Position(rows.getLong(1), rows.getBoolean(2)));
            }
            return positions;
        }
    }
}
