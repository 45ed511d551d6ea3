package dev.theseus.app.examples.saga;

import com.zaxxer.hikari.HikariDataSource;
import dev.theseus.app.embed.saga.EmbeddedSagas;
import dev.theseus.app.embed.saga.LoggedAlerts;
import dev.theseus.domain.audit.Actor;
import dev.theseus.domain.audit.Origin;
import dev.theseus.domain.saga.SagaId;
import dev.theseus.domain.saga.SagaState;
import dev.theseus.jdbc.control.ControlAddress;
import dev.theseus.messaging.saga.BusinessSagas;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Moves credit of a customer from the old database to the new one. Its arguments are the JDBC URLs of the old, the new
 * and the control database, the number of the transfer, the customer and the amount. Both databases have a table
 * {@code credit (customer, amount)} and a {@link dev.theseus.jdbc.saga.StepLedger}. Killed in the middle and started
 * again with the same arguments, it goes on.
 */
public final class CreditExample {

    private CreditExample() {}

    public static void main(String[] arguments) throws InterruptedException {
        try (HikariDataSource old = database(arguments[0]);
                HikariDataSource target = database(arguments[1]);
                EmbeddedSagas embedded = EmbeddedSagas.open(
                        new ControlAddress(arguments[2], null, null),
                        List.of(Credits.workflow(old, target)),
                        BusinessSagas.Settings.telling(new LoggedAlerts()))) {
            SagaId transfer = new SagaId(arguments[3]);
            embedded.sagas()
                    .begin(
                            transfer,
                            Credits.WORKFLOW,
                            Map.of("customer", arguments[4], "amount", arguments[5]),
                            new Origin(new Actor("example"), "the customer asked for it", transfer.value()));
            System.out.printf("transfer %s: %s%n", transfer, outcome(embedded.sagas(), transfer));
        }
    }

    /** A service would not wait, but look when somebody asks. */
    private static String outcome(BusinessSagas sagas, SagaId saga) throws InterruptedException {
        while (true) {
            if (sagas.state(saga) instanceof SagaState.Ended ended) {
                return ended.outcome().toString();
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private static HikariDataSource database(String url) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(url);
        return pool;
    }
}
