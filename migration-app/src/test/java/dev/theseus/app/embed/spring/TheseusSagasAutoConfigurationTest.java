package dev.theseus.app.embed.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.theseus.app.embed.saga.LoggedAlerts;
import dev.theseus.domain.audit.Actor;
import dev.theseus.domain.audit.Origin;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.saga.SagaAlerts;
import dev.theseus.domain.saga.SagaId;
import dev.theseus.domain.saga.SagaState;
import dev.theseus.domain.saga.Workflow;
import dev.theseus.jdbc.testing.TestDatabases;
import dev.theseus.messaging.saga.BusinessSagas;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class TheseusSagasAutoConfigurationTest {

    private static final Origin ANN = new Origin(new Actor("ann"), "", "");

    private final List<String> done = new CopyOnWriteArrayList<>();
    private TestDatabases databases;

    @BeforeEach
    void create() throws SQLException {
        databases = TestDatabases.create();
    }

    @AfterEach
    void close() {
        databases.close();
    }

    private ApplicationContextRunner service() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(TheseusSagasAutoConfiguration.class));
    }

    private Workflow greeting() {
        return Workflow.named("greeting", 1)
                .step("greet", call -> done.add(call.input("whom")))
                .build();
    }

    @Test
    void a_workflow_and_a_control_database_are_enough() {
        service()
                .withBean(Workflow.class, this::greeting)
                .withPropertyValues("theseus.control.url=" + databases.url(Side.OLD))
                .run(context -> {
                    assertThat(context).getBean(SagaAlerts.class).isInstanceOf(LoggedAlerts.class);
                    BusinessSagas sagas = context.getBean(BusinessSagas.class);
                    sagas.begin(new SagaId("s1"), "greeting", Map.of("whom", "bob"), ANN);

                    await().until(() -> sagas.state(new SagaId("s1")) instanceof SagaState.Ended);
                    assertThat(done).containsExactly("bob");
                });
    }

    @Test
    void alerts_go_where_the_service_says() {
        SagaAlerts own = alert -> {};
        service()
                .withBean(Workflow.class, this::greeting)
                .withBean(SagaAlerts.class, () -> own)
                .withPropertyValues("theseus.control.url=" + databases.url(Side.OLD))
                .run(context -> assertThat(context.getBean(SagaAlerts.class)).isSameAs(own));
    }

    @Test
    void without_a_control_database_or_a_workflow_there_is_nothing() {
        service()
                .withBean(Workflow.class, this::greeting)
                .run(context -> assertThat(context).doesNotHaveBean(BusinessSagas.class));
        service()
                .withPropertyValues("theseus.control.url=" + databases.url(Side.OLD))
                .run(context -> assertThat(context).doesNotHaveBean(BusinessSagas.class));
    }
}
