package dev.theseus.jdbc.saga;

import dev.theseus.domain.saga.StepCall;
import dev.theseus.domain.saga.StepRefused;
import java.sql.Connection;
import java.sql.SQLException;

/** What a step does in a transaction, which is neither its to commit nor to roll back. */
@FunctionalInterface
public interface StepSql {

    /**
     * @throws StepRefused if it can't be done for a reason of the business; what it did is rolled back
     * @throws SQLException if something failed; what it did is rolled back, and it is tried again
     */
    void on(Connection connection, StepCall call) throws SQLException, StepRefused;
}
