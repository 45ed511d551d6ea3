package dev.theseus.jdbc.trial;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableDefinition;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.inspection.MappingTrial;
import dev.theseus.domain.inspection.RoundTrip;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.mapping.Join;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.SqlWork;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Asks PostgreSQL. What a server refuses is an answer here, as long as the server is there to give it. */
final class PgMappingTrial implements MappingTrial {

    private static final String DATA_EXCEPTION = "22";
    private static final String WRONG_SQL = "42";
    private static final String CONNECTION = "08";
    private static final String CANCELLED = "57014";

    private final PgDatabase old;
    private final PgDatabase target;

    PgMappingTrial(PgDatabase old, PgDatabase target) {
        this.old = old;
        this.target = target;
    }

    @Override
    public Answer ask(Side side, Question question) {
        PgDatabase database = side == Side.OLD ? old : target;
        return reading(database, "try an expression of a mapping", connection -> {
            Savepoint before = connection.setSavepoint();
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(TrialSql.typeOf(question))) {
                row.next();
                return new Answer.Typed(row.getString(1));
            } catch (SQLException e) {
                if (!isAnswer(e)) {
                    throw e;
                }
                connection.rollback(before);
                return new Answer.Refused(message(e));
            }
        });
    }

    @Override
    public Reads reads(Side side, Question question) {
        PgDatabase database = side == Side.OLD ? old : target;
        return database.inTransaction("see what an expression of a mapping reads", ReadsTrial.of(question)::ask);
    }

    @Override
    public Keys keys(TableName source, Image image) {
        return reading(old, "see whether rows of " + source + " have different keys in new", connection -> {
            Savepoint before = connection.setSavepoint();
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(TrialSql.alike(source, image))) {
                List<String> pairs = new ArrayList<>();
                while (rows.next()) {
                    pairs.add(rows.getString(1) + " and " + rows.getString(2));
                }
                return pairs.isEmpty() ? new Keys.Distinct() : new Keys.Alike(pairs);
            } catch (SQLException e) {
                if (!isAnswer(e)) {
                    throw e;
                }
                connection.rollback(before);
                return new Keys.NotTold(
                        CANCELLED.equals(e.getSQLState())
                                ? "it took longer than a minute"
                                : "the server ended it with SQLSTATE " + e.getSQLState());
            }
        });
    }

    @Override
    public List<String> strays(TableName source, List<String> sourceKey, Join join) {
        return texts(
                "look for rows of " + join.table() + " without a partner", TrialSql.strays(source, sourceKey, join));
    }

    @Override
    public List<String> dangling(TableName table, String column, TableName referred, String key) {
        return texts(
                "look for rows of " + table + " that refer to none of " + referred,
                TrialSql.dangling(table, column, referred, key));
    }

    @Override
    public List<String> numbers(TableName table, String column, long first) {
        return texts("look for keys of " + table, TrialSql.numbers(table, column, first));
    }

    private List<String> texts(String attempted, String query) {
        return reading(old, attempted, connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(query)) {
                List<String> texts = new ArrayList<>();
                while (rows.next()) {
                    texts.add(rows.getString(1));
                }
                return texts;
            }
        });
    }

    @Override
    public Outcome roundTrip(RoundTrip trip, int rows) {
        return reading(old, "take rows of " + trip.old().name() + " there and back", connection -> {
            RoundTripSql sql = RoundTripSql.of(connection, trip, rows);
            Savepoint before = connection.setSavepoint();
            try {
                return sql.run(connection, 0, rows);
            } catch (SQLException e) {
                if (!isAnswer(e)) {
                    throw e;
                }
                connection.rollback(before);
                return e.getSQLState().startsWith(WRONG_SQL)
                        ? new Outcome.NotTried(message(e))
                        : failed(connection, sql, rows, e);
            }
        });
    }

    @Override
    public Outcome roundTrip(TablePlan plan, TableDefinition source, TableDefinition into, int rows) {
        return new JavaTrip(old, target, plan, source, into).take(rows);
    }

    /**
     * Halves the sample until one row is left that fails. A message could hold what stands in the row: it is not kept.
     */
    private static Outcome failed(Connection connection, RoundTripSql sql, int rows, SQLException failure)
            throws SQLException {
        if (!failure.getSQLState().startsWith(DATA_EXCEPTION)) {
            return new Outcome.NotTried("the server ended it with SQLSTATE " + failure.getSQLState());
        }
        int from = 0;
        int length = rows;
        while (length > 1) {
            int half = length / 2;
            if (!fails(connection, sql, from, half)) {
                from += half;
                length -= half;
            } else {
                length = half;
            }
        }
        Optional<String> key = fails(connection, sql, from, 1) ? sql.keyAt(connection, from) : Optional.empty();
        return new Outcome.Failed(failure.getSQLState(), key);
    }

    private static boolean fails(Connection connection, RoundTripSql sql, int from, int length) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            sql.run(connection, from, length);
            return false;
        } catch (SQLException e) {
            if (!isAnswer(e)) {
                throw e;
            }
            connection.rollback(before);
            return true;
        }
    }

    static boolean isAnswer(SQLException e) {
        String state = e.getSQLState();
        return state != null && !state.startsWith(CONNECTION) && !state.startsWith("57P");
    }

    static String message(SQLException e) {
        ServerErrorMessage server = e instanceof PSQLException ps ? ps.getServerErrorMessage() : null;
        if (server == null) {
            return "SQLSTATE " + e.getSQLState();
        }
        return server.getMessage() + (server.getHint() == null ? "" : " (" + server.getHint() + ")");
    }

    static <T> T reading(PgDatabase database, String attempted, SqlWork<T> work) {
        return database.inTransaction(attempted, connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
                statement.execute("SET LOCAL statement_timeout = '60s'");
                statement.execute("SET LOCAL synchronize_seqscans = off");
            }
            return work.on(connection);
        });
    }
}
