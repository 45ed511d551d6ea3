package dev.theseus.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.theseus.app.control.ControlServerFailed;
import dev.theseus.domain.capture.CaptureRefused;
import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.DatabaseUnavailable;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.migration.IllegalTransition;
import dev.theseus.domain.routing.RolloutPolicy;
import dev.theseus.domain.routing.RolloutPolicy.Switch;
import dev.theseus.messaging.ControlDatabaseFailed;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

    @TempDir
    private Path directory;

    private String plan;

    @BeforeEach
    void writePlan() throws IOException {
        plan = Files.writeString(directory.resolve("plan.yaml"), """
                        migration: shop
                        old: { url: "postgresql://app@one/shop" }
                        new: { url: "postgresql://app@two/shop" }
                        schemas: [public]
                        """).toString();
    }

    @Test
    void withoutCommandItShowsWhatThereIs() {
        Call call = call(done());
        assertThat(call.exitCode()).isEqualTo(2);
        assertThat(call.err()).contains("Usage: theseus", "plan", "run", "demo", "Exit codes");
        assertThat(call(done(), "plan").exitCode()).isEqualTo(2);
    }

    @Test
    void helpAndVersionGoToTheStandardOutput() {
        assertThat(call(done(), "--help").out()).contains("Usage: theseus");
        assertThat(call(done(), "--version").out()).matches("(?s)Theseus \\d+\\.\\d+.*");
        Call run = call(done(), "run", "--help");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("--until", "verified", "--report", "--json", "--reason", "PLAN");
        assertThat(call(done(), "generate-completion").out()).contains("complete");
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "pause", "resume", "definitions", "verify", "audit", "clean"})
    void commandsOnAMigrationHandOverThePlanAndTheReason(String command) {
        RecordedOperations operations = done();
        Call call = call(operations, command, plan, "--reason", "night shift", "--json");
        assertThat(call.exitCode()).isZero();
        assertThat(operations.calls()).singleElement().asString().startsWith(command);
        assertThat(operations.orders()).singleElement().satisfies(order -> {
            assertThat(order.plan().migration().value()).isEqualTo("shop");
            assertThat(order.reason()).contains("night shift");
            assertThat(order.actor()).isNotEmpty();
            assertThat(order.toString()).doesNotContain("environment");
        });
    }

    @Test
    void theAuditIsProvedAndHandedOutByCommandsOfItsOwn() {
        RecordedOperations operations = done();
        call(operations, "audit", "verify", plan, "--anchors", "a.jsonl", "--key", "k");
        call(operations, "audit", "verify", plan);
        call(operations, "audit", "anchor", plan);
        call(operations, "audit", "export", plan);
        call(operations, "audit", "export", plan, "--format", "csv");
        assertThat(operations.calls())
                .containsExactly(
                        "audit verify AuditProof[anchors=Optional[a.jsonl], key=Optional[k]]",
                        "audit verify AuditProof[anchors=Optional.empty, key=Optional.empty]",
                        "audit anchor",
                        "audit export JSONL",
                        "audit export CSV");
        Call nothing = call(operations, "audit");
        assertThat(nothing.exitCode()).isEqualTo(2);
        assertThat(nothing.err()).contains("PLAN");
        assertThat(call(operations, "audit", "export", plan, "--format", "xml").exitCode())
                .isEqualTo(2);
    }

    @Test
    void lineageHandsOverTableAndKey() {
        RecordedOperations operations = done();
        call(operations, "lineage", plan, "users", "7", "de");
        assertThat(operations.calls()).containsExactly("lineage users [7, de]");
        assertThat(call(operations, "lineage", plan, "users").exitCode()).isEqualTo(2);
    }

    @Test
    void runHandsOverHowFarItGoes() {
        RecordedOperations operations = done();
        call(operations, "run", plan, "--until", "catching-up", "--report", "r.json", "--json");
        call(operations, "run", plan);
        assertThat(operations.calls())
                .containsExactly(
                        "run RunGoal[until=Optional[CATCHING_UP], report=Optional[r.json]] JSON",
                        "run RunGoal[until=Optional.empty, report=Optional.empty] TEXT");
    }

    @Test
    void runGoesNoFurtherThanItGoesByItself() {
        Call call = call(done(), "run", plan, "--until", "ramping");
        assertThat(call.exitCode()).isEqualTo(2);
        assertThat(call.err()).contains("`ramping` is none of", "verified").doesNotContain("shadowing");
    }

    @Test
    void rolloutHandsOverWhatIsNamedAndNothingElse() {
        RecordedOperations operations = done();
        Call call = call(
                operations,
                "rollout",
                plan,
                "--percentage=12.5",
                "--segments=beta, staff",
                "--regions=",
                "--shadow=on",
                "--dual-writes=OFF",
                "--maximum-lag=500ms",
                "--reason=morning");

        assertThat(call.exitCode()).as(call.err()).isZero();
        RolloutPolicy before = RolloutPolicy.NOBODY;
        RolloutPolicy after = operations.changes().getFirst().of(before);
        assertThat(after)
                .isEqualTo(new RolloutPolicy(
                        12.5,
                        Set.of("beta", "staff"),
                        Set.of(),
                        Set.of(),
                        Switch.OFF,
                        Switch.ON,
                        before.shadowSample(),
                        before.checkSample(),
                        Duration.ofMillis(500)));
        assertThat(operations.orders().getFirst().reason()).contains("morning");
    }

    @Test
    void whatIsOutOfRangeOrUnreasonedIsBadInput() {
        assertThat(call(done(), "rollout", plan, "--percentage=5").err()).contains("--reason");
        assertThat(call(done(), "rollout", plan, "--percentage=some", "--reason=r")
                        .exitCode())
                .isEqualTo(2);
        assertThat(call(done(), "rollout", plan, "--maximum-lag=soon", "--reason=r")
                        .err())
                .contains("`soon` is no duration");
        assertThat(call(done(), "advance", plan, "--to=verified", "--reason=r").err())
                .contains("`verified` is none of shadowing, ramping");
        RecordedOperations operations = done();
        call(operations, "rollout", plan, "--percentage=101", "--reason=r");
        assertThatThrownBy(() -> operations.changes().getFirst().of(RolloutPolicy.NOBODY))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("between 0 and 100");
    }

    @Test
    void advanceHandsOverThePhase() {
        RecordedOperations operations = done();
        call(operations, "advance", plan, "--to", "shadowing", "--reason", "r");
        assertThat(operations.calls()).containsExactly("advance SHADOWING");
    }

    @Test
    void theCommandsOfTheLastStretchHandOverWhatWasTyped() {
        RecordedOperations operations = done();
        for (List<String> typed : List.of(
                List.of("cutover", plan),
                List.of("cutover", plan, "--wait"),
                List.of("approve", plan, "cutover"),
                List.of("accept", plan),
                List.of("remap", plan),
                List.of("abort", plan),
                List.of("rollback", plan),
                List.of("rollback", plan, "--to", "before-RAMPING", "--dry", "--wait"),
                List.of("checkpoint", "create", plan, "friday"),
                List.of("checkpoint", "list", plan, "--json"),
                List.of("complete", plan, "--wait"),
                List.of("rollout", "run", plan),
                List.of("rollout", "stop", plan))) {
            String[] arguments =
                    Stream.concat(typed.stream(), Stream.of("--reason", "r")).toArray(String[]::new);
            Call call = call(operations, arguments);
            assertThat(call.exitCode()).as(call.err()).isZero();
        }
        assertThat(operations.calls())
                .containsExactly(
                        "cutover RETURN_AT_ONCE",
                        "cutover UNTIL_DONE",
                        "approve cutover",
                        "accept",
                        "remap",
                        "abort",
                        "rollback RollbackGoal[to=Optional.empty, mode=REAL, waiting=RETURN_AT_ONCE]",
                        "rollback RollbackGoal[to=Optional[before-RAMPING], mode=DRY, waiting=UNTIL_DONE]",
                        "checkpoint friday",
                        "checkpoints JSON",
                        "complete UNTIL_DONE",
                        "raise",
                        "stop raising");
        assertThat(operations.orders()).allSatisfy(o -> assertThat(o.reason()).contains("r"));
    }

    @Test
    void rolloutIsSetUnlessSomethingElseIsSaid() {
        RecordedOperations operations = done();
        call(operations, "rollout", plan, "--percentage=5", "--reason=r");
        call(operations, "rollout", "set", plan, "--percentage=5", "--reason=r");
        call(operations, "rollout", "--percentage=5", "--reason=r", plan);
        assertThat(operations.calls()).containsExactly("rollout", "rollout", "rollout");
        assertThat(call(done(), "rollout", "--help").out()).contains("set", "run", "stop");
        assertThat(call(done(), "rollout").exitCode()).isEqualTo(2);
    }

    @Test
    void serveHandsOverWhereAndHow() {
        RecordedOperations operations = done();
        call(operations, "serve", plan);
        call(operations, "serve", plan, "--bind", "0.0.0.0", "--port", "0", "--settings", plan, "--run");
        assertThat(operations.calls())
                .containsExactly(
                        "serve ServeGoal[address=127.0.0.1, port=8420, settings=Optional.empty, run=BY_SOMEBODY_ELSE, newPassword=Optional.empty]",
                        "serve ServeGoal[address=0.0.0.0, port=0, settings=Optional[" + plan
                                + "], run=HERE, newPassword=Optional.empty]");
        assertThat(call(done(), "serve", plan, "--port", "70000").err()).contains("--port: 70000 is no port");
        assertThat(call(done(), "serve", plan, "--settings", "absent.yaml").err())
                .contains("--settings: absent.yaml can't be read");
    }

    @Test
    void reportHandsOverItsForm() {
        RecordedOperations operations = done();
        call(operations, "report", plan);
        call(operations, "report", plan, "--format", "html");
        call(operations, "report", plan, "--format", "json");
        assertThat(operations.calls()).containsExactly("report MARKDOWN", "report HTML", "report JSON");
        assertThat(call(done(), "report", plan, "--format", "pdf").exitCode()).isEqualTo(2);
    }

    @Test
    void whereAServerIsNamedThePlanIsTheNameOfTheMigration() {
        RecordedOperations operations = done();
        call(operations, "status", "shop", "--server", "https://theseus.example");
        call(operations, "rollout", "shop", "--percentage=5", "--reason=r", "--server", "https://theseus.example");

        assertThat(operations.orders()).allSatisfy(order -> {
            assertThat(order.file()).hasToString("shop");
            assertThat(order.planFile()).isEmpty();
            assertThat(order.server()).contains(URI.create("https://theseus.example"));
        });
        assertThat(call(done(), "run", "shop", "--server", "https://theseus.example")
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void demoHandsOverItsSize() {
        RecordedOperations operations = done();
        call(operations, "demo", "--rows", "5000");
        call(operations, "demo");
        assertThat(operations.calls())
                .containsExactly(
                        "demo DemoOrder[rows=5000, report=Optional.empty]",
                        "demo DemoOrder[rows=600000, report=Optional.empty]");
    }

    @ParameterizedTest
    @EnumSource(ExitCode.class)
    void theOutcomeOfAnOperationIsTheExitCode(ExitCode code) {
        assertThat(call(new RecordedOperations(() -> code), "status", plan).exitCode())
                .isEqualTo(code.code());
    }

    static List<Arguments> failures() {
        Exception cause = new IOException("broken pipe");
        return List.of(
                Arguments.of(new BadInput("that won't do"), 2, "that won't do"),
                Arguments.of(new EnvironmentFailed("no disk"), 3, "no disk"),
                Arguments.of(
                        new ControlDatabaseFailed(new IllegalStateException("gone")),
                        3,
                        "The control database failed: gone. Check that it runs, then start again."),
                Arguments.of(new DatabaseUnavailable(Side.NEW, "look", cause), 3, "The new database did not answer"),
                Arguments.of(new DatabaseRefused(Side.OLD, "42501", "may not", cause), 3, "may not"),
                Arguments.of(new CaptureRefused(new TableName("a", "b"), "pid 7"), 1, "Held by: pid 7"),
                Arguments.of(new IllegalTransition("is paused already"), 1, "is paused already"),
                Arguments.of(new InterruptedException(), 1, "Stopped."),
                Arguments.of(new IllegalStateException("odd"), 3, "Theseus failed: IllegalStateException: odd"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aFailureIsOneLineUnlessTheStackTraceIsAskedFor(Exception failure, int code, String message) {
        Callable<ExitCode> fails = () -> {
            throw failure;
        };
        Call call = call(new RecordedOperations(fails), "status", plan);
        assertThat(call.exitCode()).isEqualTo(code);
        assertThat(call.err().lines()).singleElement().asString().contains(message);
        assertThat(call.out()).isEmpty();
        Call debug = call(new RecordedOperations(fails), "--debug", "status", plan);
        assertThat(debug.exitCode()).isEqualTo(code);
        assertThat(debug.err()).contains("\tat dev.theseus");
        assertThat(call(new RecordedOperations(fails), "status", plan, "--debug")
                        .err())
                .contains("\tat dev.theseus");
    }

    @Test
    void whatTheControlServerWroteIntoItsLogIsShown() {
        Call call = call(
                new RecordedOperations(() -> {
                    throw new ControlServerFailed("It did not start. Its log ends with:\nno room", null);
                }),
                "status",
                plan);

        assertThat(call.exitCode()).isEqualTo(3);
        assertThat(call.err().lines()).containsExactly("It did not start. Its log ends with:", "no room");
    }

    static List<Arguments> mistypings() {
        return List.of(
                Arguments.of(List.of("rum"), "did you mean run?"),
                Arguments.of(List.of("run"), "Missing required parameter: 'PLAN'"),
                Arguments.of(List.of("run", "PLAN", "--untill", "x"), "--until"),
                Arguments.of(List.of("run", "PLAN", "--until", "verifed"), "did you mean `verified`?"),
                Arguments.of(List.of("run", "PLAN", "more"), "more"),
                Arguments.of(List.of("demo", "--rows", "many"), "--rows"),
                Arguments.of(List.of("demo", "--rows", "999"), "--rows: is 1000 or more, not 999"),
                Arguments.of(List.of("cutover", "PLAN"), "--reason"),
                Arguments.of(List.of("rollback", "PLAN"), "--reason"),
                Arguments.of(List.of("complete", "PLAN"), "--reason"),
                Arguments.of(List.of("approve", "PLAN", "--reason", "r"), "WHAT"),
                Arguments.of(List.of("accept", "PLAN"), "--reason"),
                Arguments.of(List.of("remap", "PLAN"), "--reason"),
                Arguments.of(List.of("checkpoint", "create", "PLAN", "--reason", "r"), "NAME"),
                Arguments.of(List.of("rollout", "rum", "--reason", "r"), "rum: does not exist"),
                Arguments.of(List.of("status", "absent.yaml"), "absent.yaml: does not exist"),
                Arguments.of(List.of("plan", "init", "--old", "postgresql://a@h/d"), "--new"),
                Arguments.of(List.of("plan", "init", "--old", "nonsense", "--new", "x"), "--old: is no URL"),
                Arguments.of(
                        List.of("plan", "init", "--old", "postgresql://h/d", "--new", "x"),
                        "--old: the URL names no user"),
                Arguments.of(
                        List.of(
                                "plan",
                                "init",
                                "--old",
                                "postgresql://a@h/d",
                                "--new",
                                "postgresql://a@h/e",
                                "--migration",
                                "?"),
                        "--migration: "));
    }

    @ParameterizedTest
    @MethodSource("mistypings")
    void badInputIsOneClearLine(List<String> typed, String message) {
        RecordedOperations operations = done();
        Call call = call(
                operations, typed.stream().map(a -> a.equals("PLAN") ? plan : a).toArray(String[]::new));
        assertThat(call.exitCode()).isEqualTo(2);
        assertThat(call.err().lines()).singleElement().asString().contains(message);
        assertThat(call.out()).isEmpty();
        assertThat(operations.calls()).isEmpty();
    }

    private static RecordedOperations done() {
        return new RecordedOperations(() -> ExitCode.DONE);
    }

    private static Call call(Operations operations, String... arguments) {
        return Call.of(operations, Map.of(), arguments);
    }
}
