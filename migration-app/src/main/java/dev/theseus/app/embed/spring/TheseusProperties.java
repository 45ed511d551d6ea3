package dev.theseus.app.embed.spring;

import dev.theseus.app.embed.ServicePool;
import dev.theseus.jdbc.gateway.GatewaySettings;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;

/**
 * How a Spring Boot service embeds the gateway.
 *
 * @param enabled Whether the gateway is set up at all.
 * @param node Name of this node, unique among the nodes. By default the host's name and the process's number.
 * @param service Name of the service, as rollouts name it. By default spring.application.name.
 * @param nodes Nodes of the service that are expected, to warn when their pools exhaust a server.
 * @param old The old database, unless the service has a bean named oldDataSource.
 * @param target The new database, unless the service has a bean named newDataSource.
 * @param gateway How the gateway behaves.
 * @param tokenHeader HTTP header that carries consistency tokens.
 * @param tracing Whether reads and writes of the gateway are observations, of which the service's tracing makes spans.
 * @param flag Key of a boolean flag of OpenFeature that narrows the rollout; none if empty.
 */
@ConfigurationProperties("theseus")
public record TheseusProperties(
        @DefaultValue("true") boolean enabled,
        @Nullable String node,
        @Nullable String service,
        @DefaultValue("2") int nodes,
        @DefaultValue Database old,
        @Name("new") @DefaultValue Database target,
        @DefaultValue GatewayBehaviour gateway,
        @DefaultValue("Theseus-Consistency-Token") String tokenHeader,
        @DefaultValue("false") boolean tracing,
        @DefaultValue("") String flag) {

    /**
     * A pool of sessions.
     *
     * @param url JDBC URL.
     * @param username Role to log in as.
     * @param password Its password.
     * @param poolSize The most sessions that the service opens there; dual writes have some more of their own.
     * @param pgBouncer Whether PgBouncer in transaction mode is in between: the driver then keeps no prepared
     *     statements.
     */
    public record Database(
            @Nullable String url,
            @Nullable String username,
            @Nullable String password,
            @DefaultValue("10") int poolSize,
            @DefaultValue("false") boolean pgBouncer) {

        /** Nothing if it is not said where the database is. */
        Optional<ServicePool> pool() {
            return Optional.ofNullable(url)
                    .map(given ->
                            ServicePool.of(given).login(username, password).sessions(poolSize))
                    .map(pool -> pgBouncer ? pool.behindPgBouncer() : pool);
        }
    }

    /**
     * How the gateway behaves; see the gateway's settings.
     *
     * @param look Time between two looks at the routing board.
     * @param readLimit Time limit of one read from new; old is asked after it.
     * @param writeLimit Time limit for bringing one write over; the relay does after it.
     * @param readsAtOnce Reads from new under way at the same time.
     * @param writesAtOnce Writes that are being brought over at the same time, each with a session of its own on either
     *     side. Where the service defines the data sources, these are its own, so fewer than old's pool has.
     * @param shadowsAtOnce Shadow reads under way at the same time; more are dropped.
     * @param checks Time between two background comparisons of a random row; zero turns them off.
     * @param movePatience Time that a write waits while authority moves from one database to the other.
     * @param grace Time for calls in hand when the service stops.
     * @param breaker When new is given up for a while.
     */
    public record GatewayBehaviour(
            @DefaultValue("100ms") Duration look,
            @DefaultValue("250ms") Duration readLimit,
            @DefaultValue("500ms") Duration writeLimit,
            @DefaultValue("64") int readsAtOnce,
            @DefaultValue("4") int writesAtOnce,
            @DefaultValue("16") int shadowsAtOnce,
            @DefaultValue("1s") Duration checks,
            @DefaultValue("1s") Duration movePatience,
            @DefaultValue("10s") Duration grace,
            @DefaultValue Breaker breaker) {}

    /**
     * When new is given up for a while.
     *
     * @param failureRate Percentage of failed calls that opens it.
     * @param slowRate Percentage of slow calls that opens it.
     * @param slow From when on a call is slow.
     * @param window Calls that it looks at.
     * @param rest Time before some calls are let through again.
     * @param trials Calls that are let through then.
     */
    public record Breaker(
            @DefaultValue("50") float failureRate,
            @DefaultValue("80") float slowRate,
            @DefaultValue("200ms") Duration slow,
            @DefaultValue("50") int window,
            @DefaultValue("2s") Duration rest,
            @DefaultValue("5") int trials) {

        GatewaySettings.Breaker settings() {
            return new GatewaySettings.Breaker(failureRate, slowRate, slow, window, rest, trials);
        }
    }

    GatewaySettings settings(String nodeName, String serviceName) {
        return new GatewaySettings(
                nodeName,
                serviceName,
                gateway.look(),
                gateway.readLimit(),
                gateway.writeLimit(),
                gateway.breaker().settings(),
                gateway.readsAtOnce(),
                gateway.writesAtOnce(),
                gateway.shadowsAtOnce(),
                gateway.checks(),
                gateway.movePatience(),
                gateway.grace());
    }
}
