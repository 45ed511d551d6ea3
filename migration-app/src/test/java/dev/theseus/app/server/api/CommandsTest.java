package dev.theseus.app.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.app.server.Client;
import dev.theseus.app.server.Client.Answer;
import dev.theseus.app.server.ServerPlace;
import dev.theseus.app.server.ServerUnderTest;
import dev.theseus.app.server.TheseusServer;
import dev.theseus.app.server.watch.RunHere.Began;
import dev.theseus.app.server.watch.Served;
import dev.theseus.domain.access.Role;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Commands that programs and people send to a server. */
@ExtendWith(ServerUnderTest.Ends.class)
class CommandsTest {

    private static final String MIGRATION = "/api/v1/migrations/" + ServerUnderTest.MIGRATION;

    private final ServerUnderTest server = ServerUnderTest.shared();
    private final Client operator = server.as(Role.OPERATOR);
    private final Client approver = server.as(Role.APPROVER);

    private static List<JsonNode> items(Answer answer) {
        return StreamSupport.stream(answer.json().path("items").spliterator(), false)
                .toList();
    }

    private List<JsonNode> lastEvents(int limit) throws Exception {
        return items(operator.get(MIGRATION + "/audit?order=newest-first&limit=" + limit));
    }

    @Test
    void a_command_is_carried_out_in_the_name_of_who_sent_it_and_for_his_reason() throws Exception {
        Answer paused = operator.command("pause", "{\"reason\": \"the night is long\"}");
        assertThat(paused.status()).as(paused.whole().body()).isEqualTo(200);
        assertThat(paused.json().path("result").path("paused").asBoolean()).isTrue();
        assertThat(operator.get(MIGRATION).json().path("paused").asBoolean()).isTrue();

        JsonNode event = lastEvents(1).getFirst();
        assertThat(event.path("event").asString()).isEqualTo("migration.paused");
        assertThat(event.path("actor").asString()).isEqualTo("operator");
        assertThat(event.path("reason").asString()).isEqualTo("the night is long");

        Answer resumed = operator.send(
                operator.request("POST", Client.commandPath("resume") + "?form=text", "{\"reason\": \"it is day\"}")
                        .header("If-Match", "*"));
        assertThat(resumed.json().path("lines").get(0).asString()).contains("is not paused in phase VERIFIED");
    }

    @Test
    void the_same_key_and_body_are_answered_alike_and_carried_out_once() throws Exception {
        String key = UUID.randomUUID().toString();
        String body = "{\"name\": \"%s\", \"reason\": \"before the weekend\"}".formatted(key);

        Answer first = operator.command("checkpoint", body, key);
        long version = operator.get(MIGRATION).json().path("version").asLong();
        Answer second = operator.command("checkpoint", body, key);

        assertThat(first.status()).as(first.whole().body()).isEqualTo(200);
        assertThat(second.whole().body()).isEqualTo(first.whole().body());
        assertThat(operator.get(MIGRATION).json().path("version").asLong()).isEqualTo(version);

        Answer other = operator.command("checkpoint", body.replace("weekend", "monday"), key);
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.problem()).isEqualTo("key-of-another-request");
        // keys of different people have nothing to do with each other
        assertThat(server.as(Role.ADMINISTRATOR)
                        .command("pause", "{\"reason\": \"r\"}", key)
                        .status())
                .isEqualTo(200);
        assertThat(operator.command("resume", "{\"reason\": \"r\"}").status()).isEqualTo(200);
    }

    @Test
    void of_many_that_come_with_one_key_at_the_same_moment_one_is_carried_out() throws Exception {
        String key = UUID.randomUUID().toString();
        String body = "{\"name\": \"%s\", \"reason\": \"pressed twice\"}".formatted(key);
        Callable<Answer> send = () -> operator.command("checkpoint", body, key);
        try (ExecutorService many = Executors.newFixedThreadPool(6)) {
            for (Future<Answer> answer : many.invokeAll(List.of(send, send, send, send, send, send))) {
                assertThat(answer.get().status()).isIn(200, 409);
            }
        }

        long taken = items(operator.get(MIGRATION + "/audit?limit=500&event=migration.checkpoint-taken")).stream()
                .filter(e -> e.toString().contains(key))
                .count();
        assertThat(taken).isEqualTo(1);
        assertThat(operator.command("checkpoint", body, key).status()).isEqualTo(200);
    }

    @Test
    void changed_definitions_are_accepted_and_where_none_are_open_that_is_said() throws Exception {
        assertThat(operator.get(MIGRATION).json().path("definitions").size()).isZero();
        assertThat(operator.get(MIGRATION + "/definitions?form=text")
                        .json()
                        .path("lines")
                        .get(0)
                        .asString())
                .contains("1 tables are watched");

        Answer accepted = operator.send(
                operator.request("POST", Client.commandPath("accept") + "?form=text", "{\"reason\": \"as agreed\"}")
                        .header("If-Match", "*"));
        assertThat(accepted.status()).as(accepted.whole().body()).isEqualTo(200);
        assertThat(accepted.json().path("lines").get(0).asString()).isEqualTo("Nothing waits for an answer.");
    }

    @Test
    void a_server_that_does_not_run_the_migration_says_who_does() throws Exception {
        assertThat(operator.get("/api/v1/session").json().path("runsHere").asBoolean())
                .isFalse();

        Answer refused = operator.command("run", "{\"reason\": \"go on\"}");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.problem()).isEqualTo("runs-elsewhere");
        assertThat(refused.json().path("detail").asString()).contains("theseus run");
    }

    @Test
    void a_run_that_has_ended_is_begun_again_in_the_name_of_who_wants_it() throws Exception {
        Deque<Began> answers = new ArrayDeque<>(List.of(Began.BEGUN, Began.WORKS_ALREADY));
        List<String> wishes = new ArrayList<>();
        Served served = server.served();
        Served running = new Served(served.room(), served.operations(), served.template(), Optional.of((actor, why) -> {
            wishes.add(actor + ": " + why);
            return answers.remove();
        }));
        try (TheseusServer other = TheseusServer.start(running, new ServerPlace("127.0.0.1", 0, Optional.empty()))) {
            Client there = Client.of(other.uri(), "operator", ServerUnderTest.password());
            assertThat(there.get("/api/v1/session").json().path("runsHere").asBoolean())
                    .isTrue();
            assertThat(there.command("run", "{}").status()).isEqualTo(400);

            Answer begun = there.command("run", "{\"reason\": \"the table is there now\"}");
            assertThat(begun.status()).as(begun.whole().body()).isEqualTo(202);
            Answer twice = there.command("run", "{\"reason\": \"again\"}");
            assertThat(twice.status()).isEqualTo(409);
            assertThat(twice.problem()).isEqualTo("runs-already");
        }
        assertThat(wishes).containsExactly("operator: the table is there now", "operator: again");
    }

    @Test
    void a_command_says_upon_which_version_it_was_decided() throws Exception {
        String seen = operator.get(MIGRATION).header("ETag");
        String body = "{\"name\": \"%s\", \"reason\": \"r\"}";

        Answer blind = operator.send(
                operator.request("POST", Client.commandPath("checkpoint"), body.formatted(UUID.randomUUID())));
        assertThat(blind.status()).isEqualTo(428);
        assertThat(take(seen, body).status()).isEqualTo(200);

        Answer late = take(seen, body);
        assertThat(late.status()).isEqualTo(412);
        assertThat(late.problem()).isEqualTo("changed-meanwhile");
        assertThat(late.json().path("detail").asString())
                .contains(operator.get(MIGRATION).header("ETag"));
    }

    private Answer take(String seen, String body) throws Exception {
        return operator.send(
                operator.request("POST", Client.commandPath("checkpoint"), body.formatted(UUID.randomUUID()))
                        .header("If-Match", seen));
    }

    @Test
    void a_gate_that_is_closed_is_a_problem_that_says_what_is_missing() throws Exception {
        Answer refused = operator.command("advance", "{\"to\": \"ramping\", \"reason\": \"in a hurry\"}");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
        assertThat(refused.problem()).isEqualTo("not-now");
        assertThat(refused.json().path("detail").asString()).contains("VERIFIED");

        JsonNode next = operator.get(MIGRATION).json().path("next");
        assertThat(next.path("to").asString()).isEqualTo("SHADOWING");
        assertThat(next.path("missing")).isEmpty();
    }

    @Test
    void what_can_not_be_used_is_said_with_its_place() throws Exception {
        assertThat(operator.command("pause", "{}").json().path("detail").asString())
                .contains("reason: missing");
        assertThat(operator.command("pause", "{\"reason\": \"r\", \"colour\": \"red\"}")
                        .json()
                        .path("detail")
                        .asString())
                .contains("at colour");
        assertThat(operator.command("advance", "{\"to\": \"completed\", \"reason\": \"r\"}")
                        .json()
                        .path("detail")
                        .asString())
                .contains("to:", "shadowing");
        assertThat(operator.command("rollout", "{\"percentage\": 101, \"reason\": \"r\"}")
                        .status())
                .isEqualTo(400);
        assertThat(operator.command("pause", "no json").status()).isEqualTo(400);
        assertThat(operator.get("/api/v1/migrations/other").status()).isEqualTo(404);
    }

    @Test
    void a_cutover_waits_for_somebody_else() throws Exception {
        Client both = server.as(Role.ADMINISTRATOR);
        Answer asked = both.command("cutover", "{\"reason\": \"a week of reads\"}");
        assertThat(asked.status()).as(asked.whole().body()).isEqualTo(202);
        assertThat(asked.json().path("outcome").asString()).isEqualTo("WAITING");
        String what = asked.json().path("waiting").path("what").asString();
        assertThat(operator.get(MIGRATION).json().path("approvals").findValuesAsString("what"))
                .contains(what);
        assertThat(both.command("cutover", "{\"reason\": \"again\"}").problem()).isEqualTo("already-waits");

        String agreed = "{\"what\": \"%s\", \"reason\": \"looked at it\"}".formatted(what);
        Answer own = both.command("approve", agreed);
        assertThat(own.status()).isEqualTo(403);
        assertThat(own.problem()).isEqualTo("needs-other-eyes");

        // nobody has read from new: the gate has the last word, with the approval on record
        Answer closed = approver.command("approve", agreed);
        assertThat(closed.status()).isEqualTo(409);
        assertThat(approver.command("approve", agreed).status()).isEqualTo(409);
        assertThat(doorEvents("access.request-approved").toString()).contains(what, "\"askedBy\":\"administrator\"");
    }

    @Test
    void what_waits_can_be_withdrawn() throws Exception {
        String what = operator.command("complete", "{\"reason\": \"too early\"}")
                .json()
                .path("waiting")
                .path("what")
                .asString();
        String body = "{\"what\": \"%s\", \"reason\": \"a mistake\"}".formatted(what);

        assertThat(approver.command("withdraw", body).status()).isEqualTo(200);
        assertThat(approver.command("withdraw", body).status()).isEqualTo(404);
        assertThat(operator.get(MIGRATION).json().path("approvals").findValuesAsString("what"))
                .doesNotContain(what);
    }

    @Test
    void a_rollback_needs_no_second_person_while_old_has_authority() throws Exception {
        Answer dry = operator.command("rollback", "{\"dry\": true, \"reason\": \"what would it do\"}");

        assertThat(dry.status()).as(dry.whole().body()).isEqualTo(200);
        assertThat(lastEvents(5).toString()).contains("migration.restore-foreseen");
    }

    @Test
    void what_was_refused_is_on_record_with_who_and_why() throws Exception {
        Answer refused = operator.command("advance", "{\"to\": \"ramping\", \"reason\": \"%s\"}".formatted("just now"));

        assertThat(refused.status()).isEqualTo(409);
        JsonNode noted = doorEvents("access.request-refused").getLast();
        assertThat(noted.path("actor").asString()).isEqualTo("operator");
        assertThat(noted.path("reason").asString()).isEqualTo("just now");
        assertThat(noted.path("data").path("status").asInt()).isEqualTo(409);
        assertThat(noted.path("data").path("request").asString()).endsWith("/commands/advance");
    }

    private List<JsonNode> doorEvents(String name) throws Exception {
        Client administrator = server.as(Role.ADMINISTRATOR);
        List<JsonNode> all = new ArrayList<>();
        String next = "0";
        while (!next.isEmpty()) {
            Answer page = administrator.get("/api/v1/access?limit=500&cursor=" + next);
            all.addAll(items(page));
            next = page.json().path("next").asString("");
        }
        return all.stream().filter(e -> e.path("event").asString().equals(name)).toList();
    }
}
