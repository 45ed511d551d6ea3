package dev.theseus.jdbc.postgres;

import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.DatabaseUnavailable;
import dev.theseus.domain.database.Side;
import dev.theseus.jdbc.rowmapping.UnmappableRow;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Tells errors apart by SQLSTATE, and describes them without the values that the server's messages contain. */
public final class PgErrors {

    public static final String UNIQUE_VIOLATION = "23505";
    public static final String EXCLUSION_VIOLATION = "23P01";
    public static final String LOCK_NOT_AVAILABLE = "55P03";
    public static final String DEADLOCK = "40P01";
    public static final String SERIALIZATION_FAILURE = "40001";
    /** A value that something has no place for. */
    public static final String DATA_EXCEPTION = "22000";
    /** Used where an error has no SQLSTATE. */
    public static final String NO_STATE = "-----";

    /** Server shutting down, crashing or starting; too many connections; out of memory, of disk or of locks. */
    private static final Set<String> PASSING = Set.of(
            "57P01",
            "57P02",
            "57P03",
            "57P05",
            "53300",
            "53200",
            "53100",
            "58030",
            "25P03",
            DEADLOCK,
            SERIALIZATION_FAILURE,
            LOCK_NOT_AVAILABLE);

    private PgErrors() {}

    /** The error as the domain knows it: worth repeating, or refused. */
    public static RuntimeException translate(Side side, String attempted, SQLException error) {
        if (isPassing(error)) {
            return new DatabaseUnavailable(side, attempted, error);
        }
        String message = "The " + side + " database refused to " + attempted + ": " + describe(error);
        return new DatabaseRefused(side, state(error), message, error);
    }

    public static boolean isPassing(SQLException error) {
        String state = error.getSQLState();
        return error instanceof SQLTransientConnectionException
                || (state != null && (state.startsWith("08") || PASSING.contains(state)))
                || error.getCause() instanceof IOException;
    }

    public static String state(SQLException error) {
        String state = error.getSQLState();
        return state == null ? NO_STATE : state;
    }

    /**
     * SQLSTATE, and the names that the server gives with it. For errors of the classes that never quote a value
     * (missing object, privilege, syntax, a limit) the message too.
     */
    public static String describe(SQLException error) {
        StringJoiner text = new StringJoiner(", ");
        text.add("SQLSTATE " + state(error));
        ServerErrorMessage server = error instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
        if (server == null) {
            boolean free = isFreeOfValues(state(error)) || error.getCause() instanceof UnmappableRow;
            add(text, "message", free ? error.getMessage() : null);
            return text.toString();
        }
        add(text, "constraint", server.getConstraint());
        add(text, "table", server.getTable());
        add(text, "column", server.getColumn());
        add(text, "type", server.getDatatype());
        if (isFreeOfValues(state(error)) || isAboutSize(server)) {
            add(text, "message", server.getMessage());
        }
        return text.toString();
    }

    private static boolean isFreeOfValues(String state) {
        return state.startsWith("42")
                || state.startsWith("3D")
                || state.startsWith("3F")
                || state.startsWith("28")
                || state.startsWith("55")
                || state.startsWith("57")
                || state.startsWith("53")
                || state.startsWith("54")
                || state.startsWith("0A");
    }

    /** A row that is too large to be printed is an internal error for the server. */
    private static boolean isAboutSize(ServerErrorMessage server) {
        String message = server.getMessage();
        return message != null && message.startsWith("invalid memory alloc request size");
    }

    private static void add(StringJoiner text, String what, @Nullable String value) {
        if (value != null) {
            text.add(what + " " + value);
        }
    }
}
