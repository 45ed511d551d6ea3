package dev.theseus.app.embed.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.theseus.app.embed.DualWritePools;
import dev.theseus.app.embed.MovingOrders;
import dev.theseus.app.embed.flags.OpenFeatureNarrowing;
import dev.theseus.app.embed.meters.GatewayMeter;
import dev.theseus.app.embed.meters.MicrometerMeters;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.routing.NodeReports.NodeBeat;
import dev.theseus.jdbc.board.PgBoards;
import dev.theseus.jdbc.gateway.Gateway;
import dev.theseus.jdbc.gateway.GatewaySettings;
import dev.theseus.jdbc.gateway.Narrowing;
import dev.theseus.jdbc.guard.GuardedSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.servlet.Filter;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

class TheseusAutoConfigurationTest {

    private static final AutoConfigurations OURS = AutoConfigurations.of(
            TheseusCacheAutoConfiguration.class,
            TheseusDataSourcesAutoConfiguration.class,
            TheseusFlagAutoConfiguration.class,
            TheseusGatewayAutoConfiguration.class,
            TheseusHealthAutoConfiguration.class,
            TheseusMetersAutoConfiguration.class,
            TheseusWebAutoConfiguration.class,
            DataSourceAutoConfiguration.class,
            DataSourceTransactionManagerAutoConfiguration.class);

    private static MovingOrders moving;

    @BeforeAll
    static void move() throws SQLException {
        moving = MovingOrders.create();
    }

    @AfterAll
    static void stop() {
        moving.close();
    }

    private static String[] databases() {
        return new String[] {"theseus.old.url=" + moving.url(Side.OLD), "theseus.new.url=" + moving.url(Side.NEW)};
    }

    private static ApplicationContextRunner service() {
        return new ApplicationContextRunner().withConfiguration(OURS).withPropertyValues(databases());
    }

    @Test
    void two_urls_are_enough() {
        service().withPropertyValues("spring.application.name=orders").run(context -> {
            assertThat(context).hasSingleBean(Gateway.class).doesNotHaveBean(Narrowing.class);
            assertThat(context.getBean(GatewaySettings.class).service()).isEqualTo("orders");
            assertThat(context.getBean(DataSource.class)).isSameAs(context.getBean("oldDataSource"));
            assertThat(context.getBean("newDataSource")).isInstanceOf(GuardedSource.class);
        });
    }

    @Test
    void properties_reach_pools_and_gateway() {
        service()
                .withPropertyValues(
                        "theseus.node=n1",
                        "theseus.old.pool-size=7",
                        "theseus.new.pool-size=3",
                        "theseus.new.pg-bouncer=true",
                        "theseus.gateway.read-limit=400ms",
                        "theseus.gateway.breaker.rest=3s")
                .run(context -> {
                    GatewaySettings settings = context.getBean(GatewaySettings.class);
                    assertThat(settings.node()).isEqualTo("n1");
                    assertThat(settings.readLimit()).isEqualTo(Duration.ofMillis(400));
                    assertThat(settings.breaker().rest()).isEqualTo(Duration.ofSeconds(3));
                    HikariDataSource target =
                            ((DataSource) context.getBean("newDataSource")).unwrap(HikariDataSource.class);
                    assertThat(target.getMaximumPoolSize()).isEqualTo(3);
                    assertThat(target.getConnectionTimeout()).isEqualTo(400);
                    assertThat(target.getDataSourceProperties()).containsEntry("prepareThreshold", "0");
                    assertThat(context.getBean("oldDataSource", HikariDataSource.class)
                                    .getMaximumPoolSize())
                            .isEqualTo(7);
                });
    }

    @Test
    void the_defaults_are_those_of_the_gateway() {
        service()
                .withPropertyValues("theseus.node=n", "theseus.service=s")
                .run(context ->
                        assertThat(context.getBean(GatewaySettings.class)).isEqualTo(GatewaySettings.of("n", "s")));
    }

    @Test
    void a_database_that_is_not_named_is_asked_for() {
        new ApplicationContextRunner()
                .withConfiguration(OURS)
                .withPropertyValues("theseus.old.url=" + moving.url(Side.OLD))
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("set theseus.new.url, or define a bean named newDataSource"));
    }

    @Test
    void a_service_that_turns_it_off_gets_nothing() {
        new ApplicationContextRunner()
                .withConfiguration(OURS)
                .withPropertyValues("theseus.enabled=false", "spring.datasource.url=" + moving.url(Side.OLD))
                .run(context -> assertThat(context)
                        .doesNotHaveBean(Gateway.class)
                        .doesNotHaveBean("newDataSource")
                        .hasSingleBean(DataSource.class));
    }

    @Test
    void a_data_source_of_the_services_own_is_guarded_as_well() {
        HikariDataSource own = new HikariDataSource();
        own.setJdbcUrl(moving.url(Side.NEW));
        new ApplicationContextRunner()
                .withConfiguration(OURS)
                .withPropertyValues("theseus.old.url=" + moving.url(Side.OLD))
                .withBean("newDataSource", DataSource.class, () -> own)
                .run(context -> assertThat(((DataSource) context.getBean("newDataSource")))
                        .isInstanceOf(GuardedSource.class)
                        .satisfies(source -> assertThat(source.unwrap(HikariDataSource.class))
                                .isSameAs(own)));
    }

    @Test
    void a_pool_that_dual_writes_would_starve_is_refused() {
        service()
                .withPropertyValues("theseus.old.pool-size=4", "theseus.old.pg-bouncer=true")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining(
                                "The pool of old has 4 sessions, and 4 writes may be brought over at once"));
    }

    @Test
    void where_sessions_are_kept_dual_writes_have_their_own() {
        service()
                .withPropertyValues("theseus.old.pool-size=4")
                .run(context -> assertThat(context.getBean(DualWritePools.class).sessions())
                        .isEqualTo(4));
    }

    @Test
    void a_flag_narrows_the_rollout() {
        service()
                .withPropertyValues("theseus.flag=reads-from-new")
                .run(context -> assertThat(context).getBean(Narrowing.class).isInstanceOf(OpenFeatureNarrowing.class));
    }

    @Test
    void what_the_service_does_not_have_is_not_missed() {
        service()
                .withClassLoader(new FilteredClassLoader(
                        OpenFeatureAPI.class, MeterRegistry.class, HealthIndicator.class, Filter.class))
                .run(context -> assertThat(context).hasSingleBean(Gateway.class).hasNotFailed());
    }

    @Test
    void meters_stand_in_the_services_registry() {
        service().withBean(SimpleMeterRegistry.class).run(context -> {
            assertThat(context).hasSingleBean(MicrometerMeters.class);
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            for (GatewayMeter meter : GatewayMeter.values()) {
                assertThat(registry.find(meter.id()).meters()).as(meter.id()).isNotEmpty();
            }
        });
    }

    @Test
    void health_is_unknown_until_a_rollout_is_published_and_never_down() throws SQLException {
        try (MovingOrders own = MovingOrders.create()) {
            new ApplicationContextRunner()
                    .withConfiguration(OURS)
                    .withPropertyValues("theseus.old.url=" + own.url(Side.OLD), "theseus.new.url=" + own.url(Side.NEW))
                    .run(context -> {
                        HealthIndicator indicator = context.getBean(HealthIndicator.class);
                        assertThat(health(indicator).getStatus()).isEqualTo(Status.UNKNOWN);
                        own.rollOut(25, context.getBean(Gateway.class));
                        assertThat(health(indicator).getStatus()).isEqualTo(Status.UP);
                        assertThat(health(indicator).getDetails())
                                .containsEntry("percentage", 25.0)
                                .containsKeys("node", "phase", "lag", "fallbacks", "writesLeft");
                    });
        }
    }

    private static Health health(HealthIndicator indicator) {
        return indicator.health(true);
    }

    @Test
    void a_service_that_stops_takes_its_node_off_the_list() {
        service().withPropertyValues("theseus.node=leaving").run(context -> {
            moving.rollOut(0, context.getBean(Gateway.class));
            Awaitility.await().untilAsserted(() -> assertThat(nodes()).contains("leaving"));
            context.getSourceApplicationContext().close();
            assertThat(nodes()).doesNotContain("leaving");
        });
    }

    private static List<String> nodes() {
        return PgBoards.reports(moving.databases().on(Side.OLD)).nodes().stream()
                .map(NodeBeat::node)
                .toList();
    }

    @Test
    void a_web_service_gets_the_filter_and_may_read_contexts_its_own_way() {
        new WebApplicationContextRunner()
                .withConfiguration(OURS)
                .withPropertyValues(databases())
                .run(context -> assertThat(context)
                        .hasSingleBean(ConsistencyTokenFilter.class)
                        .getBean(RequestContextReader.class)
                        .isSameAs(RequestContextReader.BY_PRINCIPAL));
        RequestContextReader own =
                request -> RequestContextReader.BY_PRINCIPAL.read(request).withRegion("eu");
        new WebApplicationContextRunner()
                .withConfiguration(OURS)
                .withPropertyValues(databases())
                .withBean(RequestContextReader.class, () -> own)
                .run(context ->
                        assertThat(context).getBean(RequestContextReader.class).isSameAs(own));
        service().run(context -> assertThat(context).doesNotHaveBean(Filter.class));
    }
}
