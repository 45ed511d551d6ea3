package dev.theseus.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.theseus.app.acceptance.CommandsOfPlan.Answer;
import dev.theseus.app.server.Client;
import dev.theseus.domain.database.Side;
import dev.theseus.jdbc.testing.TestDatabases;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From plan to complete by the command line of two people, neither of whom has a password of a database. */
class ServedWayTest {

    private static final Duration ENOUGH = Duration.ofMinutes(1);
    private static final Pattern WAITING = Pattern.compile("\"what\" ?: ?\"((?:cutover|complete)-[0-9a-f]+)\"");

    @TempDir
    private Path directory;

    @Test
    void an_operator_asks_an_approver_agrees_and_the_server_carries_it_out() throws Exception {
        try (TestDatabases databases = TestDatabases.create()) {
            databases.both("CREATE TABLE item (id serial PRIMARY KEY, name text NOT NULL)");
            databases.old("INSERT INTO item (name) SELECT 'item ' || g FROM generate_series(1, 1000) g");
            Path plan = Files.writeString(
                    directory.resolve("plan.yaml"), """
                    migration: served-way
                    old: { url: "%s", user: postgres }
                    new: { url: "%s", user: postgres }
                    schemas: [public]
                    throttle: { duty-cycle: 1.0 }
                    verification: { every: 1s }
                    gates: { shadow-reads: 0 }
                    cutover: { dwell: 0s, way-back: 0s, first-rest: 200ms, free-connections: 1 }
                    """.formatted(url(databases, Side.OLD), url(databases, Side.NEW)));
            try (ServedProgram program = ServedProgram.start(directory.resolve("output.txt"), plan)) {
                way(program, databases);
            }
        }
    }

    private static String url(TestDatabases databases, Side side) {
        return databases.url(side).replaceAll("\\?.*", "");
    }

    private static void way(ServedProgram program, TestDatabases databases) throws Exception {
        URI server = program.server();
        Client admin = Client.of(server, "admin", program.password());
        CommandsAtServer anna = somebody(admin, server, "anna", "operator");
        CommandsAtServer bert = somebody(admin, server, "bert", "approver");
        assertThat(new CommandsAtServer(server, "served-way", "anna", "guessed")
                        .type("status")
                        .exitCode())
                .isEqualTo(2);

        Awaitility.await()
                .atMost(ENOUGH)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> anna.type("status").out().contains("phase VERIFIED"));
        assertThat(bert.type("pause", "--reason", "may he?"))
                .satisfies(a -> assertThat(a.exitCode()).isEqualTo(1))
                .satisfies(a -> assertThat(a.err()).contains("You are bert, [viewer, approver]"));
        anna.obeyed("advance", "--to", "shadowing", "--reason", "r");
        anna.obeyed("advance", "--to", "ramping", "--reason", "r");
        assertThat(anna.obeyed("rollout set", "--percentage", "100", "--segments", "", "--reason", "all of them")
                        .out())
                .contains("100 % of all subjects read from new");
        anna.obeyed("checkpoint create", "friday", "--reason", "r");
        assertThat(anna.obeyed("checkpoint list").out()).contains("friday");

        bothAgree(server, anna, bert, "cutover");
        assertThat(anna.obeyed("status").out()).contains("phase CUT_OVER", "authority  new database");
        assertThatThrownBy(() -> databases.old("UPDATE item SET name = 'lost?' WHERE id = 1"))
                .hasMessageContaining("has authority");
        databases.target("INSERT INTO item (name) VALUES ('on new')");

        bothAgree(server, anna, bert, "complete");
        assertThat(anna.obeyed("status").out()).contains("phase COMPLETED");
        assertThat(anna.obeyed("audit").out())
                .containsPattern("anna +migration.cutover-began +it is time \\(approved by bert: I looked\\)");
        assertThat(anna.obeyed("report").out()).contains("# Migration served-way", "the old database can be retired");
        assertThat(anna.type("run").exitCode()).isEqualTo(2);

        assertThat(program.endsInOrder()).doesNotContain("Exception");
    }

    private static CommandsAtServer somebody(Client admin, URI server, String name, String role) throws Exception {
        Client.Answer added = admin.send(admin.request(
                "PUT",
                "/api/v1/accounts/" + name,
                "{\"roles\": [\"%s\"], \"reason\": \"works on it\"}".formatted(role)));
        assertThat(added.status()).as(added.whole().body()).isEqualTo(201);
        return new CommandsAtServer(
                server, "served-way", name, added.json().path("password").asString());
    }

    private static void bothAgree(URI server, CommandsAtServer anna, CommandsAtServer bert, String command)
            throws Exception {
        CompletableFuture<Answer> done =
                CompletableFuture.supplyAsync(() -> anna.type(command, "--wait", "--reason", "it is time"));
        Client viewer = Client.of(server, bert.user(), bert.password());
        String what = Awaitility.await()
                .atMost(ENOUGH)
                .until(
                        () -> {
                            Matcher waiting = WAITING.matcher(viewer.get("/api/v1/migrations/served-way")
                                    .whole()
                                    .body());
                            return waiting.find() ? waiting.group(1) : "";
                        },
                        found -> found.startsWith(command));
        assertThat(anna.type("approve", what, "--reason", "myself").exitCode()).isEqualTo(1);
        bert.obeyed("approve", what, "--reason", "I looked");
        Answer answer = done.get(60, TimeUnit.SECONDS);
        assertThat(answer.exitCode()).as(answer.out() + answer.err()).isZero();
        assertThat(answer.out()).contains("It waits for somebody else's approval of \"" + what + "\"", "Done;");
    }
}
