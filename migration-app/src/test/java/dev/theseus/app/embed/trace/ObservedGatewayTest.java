package dev.theseus.app.embed.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.theseus.app.embed.EmbeddedGateway;
import dev.theseus.app.embed.MovingOrders;
import dev.theseus.app.embed.ServicePool;
import dev.theseus.app.embed.spring.TheseusTracingAutoConfiguration;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.routing.RequestContext;
import dev.theseus.jdbc.gateway.Gateway;
import dev.theseus.jdbc.gateway.GatewayMeters;
import dev.theseus.jdbc.gateway.GatewaySettings;
import dev.theseus.jdbc.gateway.Touched;
import dev.theseus.jdbc.postgres.Run;
import dev.theseus.jdbc.postgres.SqlWork;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ObservedGatewayTest {

    private static final Touched ORDER = Touched.row(new TableName("public", "orders"), RowKey.of("1"));

    private final ObservationRegistry registry = ObservationRegistry.create();
    private final List<String> ended = new ArrayList<>();
    private MovingOrders moving;
    private EmbeddedGateway node;
    private Gateway gateway;

    @BeforeEach
    void open() throws Exception {
        registry.observationConfig().observationHandler(new Told());
        moving = MovingOrders.create();
        node = EmbeddedGateway.of(
                        GatewaySettings.of("traced", "orders"),
                        ServicePool.of(moving.url(Side.OLD)),
                        ServicePool.of(moving.url(Side.NEW)))
                .meters(new ObservedMeters(GatewayMeters.NONE, registry))
                .open();
        moving.rollOut(100, node.gateway());
        gateway = new ObservedGateway(node.gateway(), registry);
    }

    @AfterEach
    void close() {
        node.close();
        moving.close();
    }

    /** Says of each observation that ends what it was, within which one, and how it ended. */
    private final class Told implements ObservationHandler<Observation.Context> {

        @Override
        public void onStop(Observation.Context context) {
            var parent = context.getParentObservation();
            ended.add(context.getName()
                    + context.getLowCardinalityKeyValues().stream()
                            .map(tag -> " " + tag.getValue())
                            .reduce("", String::concat)
                    + (parent == null ? "" : " in " + parent.getContextView().getName())
                    + (context.getError() == null ? "" : " failed"));
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return true;
        }
    }

    private static SqlWork<List<String>> sql(String sql) {
        return session -> Run.texts(session, sql);
    }

    @Test
    void a_write_and_a_read_show_which_database_was_asked_and_what_became_of_the_rows() throws SQLException {
        SqlWork<List<String>> insert = sql("INSERT INTO orders VALUES (1, 'ann', 'open', 1) RETURNING id");
        var written = gateway.write(ORDER, insert, insert);
        SqlWork<List<String>> read = sql("SELECT state FROM orders");
        gateway.read(RequestContext.ANONYMOUS.after(written.token()), ORDER, read, read);

        assertThat(ended)
                .containsExactly(
                        "theseus.database old in theseus.write",
                        "theseus.apply dual-write applied in theseus.write",
                        "theseus.write public.orders",
                        "theseus.database new in theseus.read",
                        "theseus.read public.orders");
    }

    @Test
    void a_read_that_fell_back_has_asked_both() throws SQLException {
        gateway.read(RequestContext.ANONYMOUS, ORDER, sql("SELECT 1"), sql("SELECT 1/0"));

        assertThat(ended)
                .containsExactly(
                        "theseus.database new in theseus.read failed",
                        "theseus.database old in theseus.read",
                        "theseus.read public.orders");
    }

    @Test
    void a_write_that_fails_says_so_and_fails_as_it_would_have() {
        SqlWork<List<String>> wrong = sql("INSERT INTO orders VALUES (2, 'ann', 'open', -1) RETURNING id");

        assertThatThrownBy(() -> gateway.write(ORDER, wrong, wrong)).isInstanceOf(SQLException.class);
        assertThat(ended)
                .containsExactly("theseus.database old in theseus.write failed", "theseus.write public.orders failed");
    }

    @Test
    void a_service_has_it_if_it_wants_it() {
        ApplicationContextRunner service = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(TheseusTracingAutoConfiguration.class))
                .withBean(ObservationRegistry.class, () -> registry)
                .withBean("theseusGateway", Gateway.class, node::gateway);

        service.run(context -> assertThat(context.getBean(Gateway.class)).isNotInstanceOf(ObservedGateway.class));
        service.withPropertyValues("theseus.tracing=true")
                .run(context -> assertThat(context.getBean(Gateway.class)).isInstanceOf(ObservedGateway.class));
    }
}
