package dev.theseus.app.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.app.cli.BadInput;
import dev.theseus.app.cli.EnvironmentFailed;
import dev.theseus.app.server.problem.Problem;
import dev.theseus.app.server.problem.ProblemWriter;
import dev.theseus.domain.access.AccessStoreFailed;
import dev.theseus.domain.capture.CaptureRefused;
import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.DatabaseUnavailable;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.migration.IllegalTransition;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** What a failure means to a client. */
class ProblemsTest {

    @Test
    void a_gate_that_is_closed_says_each_thing_that_it_lacks() {
        Problem problem =
                Problems.of(new IllegalTransition("Not yet: a; b", List.of("a", "b")), "/api/v1/migrations/shop");

        assertThat(problem.status()).isEqualTo(409);
        assertThat(problem.missing()).containsExactly("a", "b");
        assertThat(JsonMapper.shared().readTree(ProblemWriter.text(problem)).path("missing"))
                .hasSize(2);
        assertThat(problem.instance()).isEqualTo("/api/v1/migrations/shop");
    }

    static List<Arguments> failures() {
        IOException cause = new IOException("broken pipe");
        return List.of(
                Arguments.of(new BadInput("that won't do"), 400, "that won't do"),
                Arguments.of(new NoSuchThing("not here"), 404, "not here"),
                Arguments.of(new CaptureRefused(new TableName("a", "b"), "pid 7"), 409, "pid 7"),
                Arguments.of(new DatabaseUnavailable(Side.NEW, "look", cause), 503, "The new database did not answer"),
                Arguments.of(new DatabaseRefused(Side.OLD, "42501", "may not", cause), 503, "may not"),
                Arguments.of(new EnvironmentFailed("the nodes have not heard of it"), 503, "have not heard"),
                Arguments.of(new AccessStoreFailed("could not list", cause), 503, "could not list"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void a_known_failure_says_what_it_is(Exception failure, int status, String detail) {
        Problem problem = Problems.of(failure, "/");

        assertThat(problem.status()).isEqualTo(status);
        assertThat(problem.detail()).contains(detail);
        assertThat(problem.type()).startsWith("urn:theseus:problem:");
    }

    @Test
    void what_nobody_foresaw_does_not_tell_its_message_to_strangers() {
        Problem problem = Problems.of(new IllegalStateException("password=secret"), "/");

        assertThat(problem.status()).isEqualTo(500);
        assertThat(problem.detail()).contains("IllegalStateException").doesNotContain("secret");
    }
}
