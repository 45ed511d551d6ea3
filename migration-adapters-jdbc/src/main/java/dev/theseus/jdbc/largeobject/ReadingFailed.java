package dev.theseus.jdbc.largeobject;

import java.sql.SQLException;

/** An error of the side that objects are read from, while the other one was at work too. */
public final class ReadingFailed extends SQLException {

    private static final long serialVersionUID = 1L;

    private final SQLException error;

    ReadingFailed(SQLException error) {
        super(error.getMessage(), error.getSQLState(), error);
        this.error = error;
    }

    /** Reads from the source. */
    interface Reading<T> {
        T read() throws SQLException;
    }

    static <T> T orResult(Reading<T> reading) throws ReadingFailed {
        try {
            return reading.read();
        } catch (SQLException e) {
            throw new ReadingFailed(e);
        }
    }

    /** The error as the source's driver gave it. */
    public SQLException error() {
        return error;
    }
}
