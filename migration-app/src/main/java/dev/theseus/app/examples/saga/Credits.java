package dev.theseus.app.examples.saga;

import dev.theseus.domain.saga.StepCall;
import dev.theseus.domain.saga.StepRefused;
import dev.theseus.domain.saga.Workflow;
import dev.theseus.jdbc.saga.StepLedger;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * Moves a customer's credit from the old database to the new one: taken there, given here, and the customer is told.
 * Each step is in one database only, so there is no transaction over both; what can't be finished is taken back.
 */
final class Credits {

    static final String WORKFLOW = "move-credit";

    private static final String GIVE = "UPDATE credit SET amount = amount + ? WHERE customer = ?";

    private static final String TAKE = "UPDATE credit SET amount = amount - ? WHERE customer = ? AND amount >= ?";

    private Credits() {}

    static Workflow workflow(DataSource old, DataSource target) {
        StepLedger inOld = StepLedger.in(old);
        StepLedger inNew = StepLedger.in(target);
        return Workflow.named(WORKFLOW, 1)
                .step("debit", inOld.action(Credits::take))
                .undoneBy(inOld.compensation(Credits::give))
                .lookedAtBy(inOld.look())
                .step("credit", inNew.action(Credits::give))
                .undoneBy(inNew.compensation(Credits::take))
                .lookedAtBy(inNew.look())
                .step("notify", Credits::tell)
                .within(Duration.ofHours(1))
                .build();
    }

    private static void take(Connection connection, StepCall call) throws SQLException, StepRefused {
        BigDecimal amount = new BigDecimal(call.input("amount"));
        try (PreparedStatement update = connection.prepareStatement(TAKE)) {
            update.setBigDecimal(1, amount);
            update.setString(2, call.input("customer"));
            update.setBigDecimal(3, amount);
            if (update.executeUpdate() == 0) {
                throw new StepRefused("the customer has not that much credit");
            }
        }
    }

    private static void give(Connection connection, StepCall call) throws SQLException, StepRefused {
        try (PreparedStatement update = connection.prepareStatement(GIVE)) {
            update.setBigDecimal(1, new BigDecimal(call.input("amount")));
            update.setString(2, call.input("customer"));
            if (update.executeUpdate() == 0) {
                throw new StepRefused("the customer is not known there");
            }
        }
    }

    /** A mail may be sent twice; whoever minds gives the key to the mail server, which knows it then. */
    private static void tell(StepCall call) {
        System.out.printf("told %s, as %s%n", call.input("customer"), call.key());
    }
}
