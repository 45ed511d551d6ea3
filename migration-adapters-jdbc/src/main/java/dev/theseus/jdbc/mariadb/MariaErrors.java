package dev.theseus.jdbc.mariadb;

import dev.theseus.jdbc.postgres.PgErrors;
import java.sql.SQLException;

/** Gives MariaDB's errors the SQLSTATE that PostgreSQL has for the same thing: it decides what is repeated. */
final class MariaErrors {

    /** A state whose messages hold no values of rows, so that they are told. */
    static final String NOT_SUPPORTED = "0A000";

    static final String OBJECT_NOT_IN_STATE = "55000";

    private static final String SHUTTING_DOWN = "57P01";
    private static final String TOO_MANY_SESSIONS = "53300";
    private static final String OUT_OF_DISK = "53100";
    private static final String UNDEFINED_TABLE = "42P01";

    private MariaErrors() {}

    static SQLException known(SQLException error) {
        String state = switch (error.getErrorCode()) {
            case 1205, 1222, 3572 -> PgErrors.LOCK_NOT_AVAILABLE;
            case 1213 -> PgErrors.DEADLOCK;
            case 1053, 1317, 1927, 1969, 1077, 1152 -> SHUTTING_DOWN;
            case 1040, 1203, 1226 -> TOO_MANY_SESSIONS;
            case 1021, 1114 -> OUT_OF_DISK;
            case 1146 -> UNDEFINED_TABLE;
            default -> "";
        };
        return state.isEmpty() || state.equals(error.getSQLState())
                ? error
                : new SQLException(error.getMessage(), state, error.getErrorCode(), error);
    }

    /** Something about old that has to be changed first. */
    static SQLException refused(String message) {
        return new SQLException(message, NOT_SUPPORTED);
    }
}
