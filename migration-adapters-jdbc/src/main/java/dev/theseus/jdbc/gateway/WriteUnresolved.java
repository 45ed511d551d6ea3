package dev.theseus.jdbc.gateway;

import dev.theseus.domain.database.Side;
import java.sql.SQLException;

/**
 * The connection was lost after a write's COMMIT was sent and before its answer came, and the database could not be
 * asked in time what became of it. The write may have been done or not. Do not repeat it blindly: look at the rows
 * first. Its SQLSTATE is the standard's for this, {@value #STATE}.
 */
public final class WriteUnresolved extends SQLException {

    static final String STATE = "08007";

    private static final long serialVersionUID = 1L;

    WriteUnresolved(Side side, SQLException lost) {
        super(
                "The connection to the " + side + " database was lost in a commit, and what became of the write could"
                        + " not be found out: look at its rows before you repeat it",
                STATE,
                lost);
    }
}
