package dev.theseus.jdbc.gateway;

import static dev.theseus.jdbc.gateway.GatewayScene.everybody;
import static dev.theseus.jdbc.gateway.GatewayScene.naming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.phase.Phase;
import dev.theseus.jdbc.gateway.Written.OnTarget;
import dev.theseus.jdbc.postgres.SentTransaction.Outcome;
import dev.theseus.jdbc.testing.CommitCutter;
import dev.theseus.jdbc.testing.CommitCutter.Cut;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The connection is cut between a write's COMMIT and its answer. */
class LostCommitsTest {

    private GatewayScene scene;
    private CommitCutter proxy;

    @BeforeEach
    void open() throws SQLException {
        scene = GatewayScene.create();
        scene.rows(3);
        scene.fence();
        scene.publish(Phase.RAMPING, everybody());
    }

    @AfterEach
    void close() throws Exception {
        scene.close();
        proxy.close();
    }

    /** A node whose way to the side with authority leads through the proxy. */
    private Gateway node(Side authority, Duration patience) throws Exception {
        if (authority == Side.NEW) {
            scene.moveAuthority();
        }
        String url = scene.databases.url(authority);
        int port = Integer.parseInt(url.replaceAll(".*localhost:(\\d+)/.*", "$1"));
        proxy = new CommitCutter(port);
        HikariDataSource cut = scene.pool(url.replace(":" + port, ":" + proxy.port()), 5);
        HikariDataSource whole = scene.pool(authority.other(), 5);
        GatewaySettings settings = GatewayScene.settings("cut").withMovePatience(patience);
        Gateway node = scene.node(
                authority == Side.OLD
                        ? Gateways.gateway(settings, cut, whole)
                        : Gateways.gateway(settings, whole, cut));
        scene.seenBy(node);
        return node;
    }

    private Written<Integer> name(Gateway node, String name) throws SQLException {
        return node.write(scene.row(1), naming(1, name), naming(1, name));
    }

    @ParameterizedTest
    @EnumSource(Side.class)
    void a_write_that_committed_has_succeeded(Side authority) throws Exception {
        Gateway node = node(authority, Duration.ofSeconds(10));
        proxy.cutAt(Cut.BEFORE_ANSWER, "INTO public.item");

        Written<Integer> written = name(node, "one");

        assertThat(written.target()).isEqualTo(OnTarget.APPLIED);
        assertThat(scene.on(authority, 1)).isEqualTo("one");
    }

    @ParameterizedTest
    @EnumSource(Side.class)
    void a_write_that_did_not_commit_fails_with_the_error_it_met(Side authority) throws Exception {
        Gateway node = node(authority, Duration.ofSeconds(10));
        proxy.cutAt(Cut.BEFORE_COMMIT, "INTO public.item");

        assertThatThrownBy(() -> name(node, "one"))
                .isInstanceOf(SQLException.class)
                .isNotInstanceOf(WriteUnresolved.class);

        assertThat(scene.on(Side.OLD, 1)).isEqualTo("name 1");
        assertThat(scene.on(Side.NEW, 1)).isEqualTo("name 1");
    }

    @ParameterizedTest
    @EnumSource(Side.class)
    void where_nobody_can_be_asked_the_caller_is_told_so(Side authority) throws Exception {
        Gateway node = node(authority, Duration.ofMillis(300));
        proxy.cutAt(Cut.BEFORE_ANSWER_FOR_GOOD, "INTO public.item");

        assertThatThrownBy(() -> name(node, "one"))
                .isInstanceOfSatisfying(
                        WriteUnresolved.class, e -> assertThat(e.getSQLState()).isEqualTo("08007"))
                .hasMessageContaining("look at its rows");

        assertThat(scene.on(authority, 1)).as("nobody could know").isEqualTo("one");
    }

    /** After a crash the server gives the numbers of lost transactions to others. */
    @Test
    void committed_counts_only_from_a_server_that_has_not_crashed_since() throws Exception {
        proxy = new CommitCutter(1);
        DataSource old = scene.pool(Side.OLD, 2);
        Resolution resolution = new Resolution(new Sides<>(old, old), Duration.ofSeconds(10));
        Drawn drawn;
        try (Connection session = old.getConnection()) {
            session.setAutoCommit(false);
            naming(1, "one").on(session);
            drawn = Drawn.ifAny(session, Epoch.FIRST);
            session.commit();
        }

        assertThat(resolution.of(Side.OLD, drawn)).isEqualTo(Outcome.COMMITTED);
        assertThat(resolution.of(
                        Side.OLD, new Drawn(drawn.transaction(), drawn.epoch(), "another life", drawn.flush())))
                .isEqualTo(Outcome.UNKNOWN);
        assertThat(resolution.of(
                        Side.OLD, new Drawn(drawn.transaction() + 1_000_000, drawn.epoch(), "", drawn.flush())))
                .as("a number that was never given")
                .isEqualTo(Outcome.ABORTED);
    }
}
