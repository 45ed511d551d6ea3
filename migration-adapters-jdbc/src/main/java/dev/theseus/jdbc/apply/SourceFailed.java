package dev.theseus.jdbc.apply;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** An error of the source while the target was at work too: says which of both it was. */
final class SourceFailed extends SQLException {

    private static final long serialVersionUID = 1L;

    SourceFailed(SQLException cause) {
        super(cause.getMessage(), cause.getSQLState(), cause);
    }

    /** Reads from the source. */
    interface Reading<T extends @Nullable Object> {
        T read() throws SQLException;
    }

    /** Marks an error of the source as such. */
    static <T extends @Nullable Object> T orResult(Reading<T> reading) throws SourceFailed {
        try {
            return reading.read();
        } catch (SQLException e) {
            throw new SourceFailed(e);
        }
    }

    /** The error as the source's driver gave it. */
    SQLException error() {
        return (SQLException) getCause();
    }
}
