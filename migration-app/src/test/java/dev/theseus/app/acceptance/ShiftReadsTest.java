package dev.theseus.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.app.cli.TheseusCommand;
import dev.theseus.app.configuration.ControlRoom;
import dev.theseus.app.operations.ProgramOperations;
import dev.theseus.app.plan.Passwords;
import dev.theseus.app.plan.PlanFile;
import dev.theseus.domain.audit.Actor;
import dev.theseus.domain.audit.Origin;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.migration.MigrationCommand;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.routing.NodeReports;
import dev.theseus.domain.routing.NodeWord.Kind;
import dev.theseus.domain.routing.RolloutPolicy;
import dev.theseus.domain.routing.RolloutPolicy.Switch;
import dev.theseus.domain.routing.RoutingSnapshot;
import dev.theseus.jdbc.board.PgBoards;
import dev.theseus.jdbc.testing.TestDatabases;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The way of a person who shifts reads, by the commands of the README, while a run follows in another process. */
@Tag("alone")
class ShiftReadsTest {

    private static final Duration ENOUGH = Duration.ofMinutes(1);

    @TempDir
    private Path directory;

    private TestDatabases databases;
    private Path plan;
    private NodeReports reports;

    @BeforeEach
    void createDatabases() throws Exception {
        databases = TestDatabases.create();
        databases.both("CREATE TABLE item (id int PRIMARY KEY, name text NOT NULL)");
        databases.old("INSERT INTO item SELECT g, 'item ' || g FROM generate_series(1, 1000) g");
        reports = PgBoards.reports(databases.on(Side.OLD));
        plan = Files.writeString(
                directory.resolve("plan.yaml"), """
                migration: shifted
                old: { url: "%s", user: postgres }
                new: { url: "%s", user: postgres }
                schemas: [public]
                throttle: { duty-cycle: 1.0 }
                verification: { every: 1s }
                gates: { shadow-reads: 50 }
                automatic-rollback: { mode: off }
                """.formatted(withoutUser(Side.OLD), withoutUser(Side.NEW)));
    }

    @AfterEach
    void closeDatabases() {
        databases.close();
    }

    private String withoutUser(Side side) {
        return databases.url(side).replaceAll("\\?.*", "");
    }

    private record Answer(int exitCode, String out, String err) {}

    private Answer theseus(String command, String... more) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = TheseusCommand.commandLine(new ProgramOperations(), Map.of())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        String[] arguments = new String[more.length + 2];
        arguments[0] = command;
        arguments[1] = plan.toString();
        System.arraycopy(more, 0, arguments, 2, more.length);
        int code = line.execute(arguments);
        return new Answer(code, out.toString(), err.toString());
    }

    @Test
    void reads_are_shifted_step_by_step_and_every_node_goes_by_each_step_at_once() throws Exception {
        Path output = directory.resolve("output.txt");
        try (WatchingNode one = WatchingNode.start("node-1", databases.on(Side.OLD));
                WatchingNode two = WatchingNode.start("node-2", databases.on(Side.OLD))) {
            assertThat(one.seen().phase()).isEqualTo(Phase.PLANNED);
            try (Program run = Program.start(output, "run", plan.toString())) {
                await(one, Phase.VERIFIED);
                assertThat(theseus("rollout", "--percentage", "5", "--reason", "too early"))
                        .satisfies(a -> assertThat(a.exitCode()).isEqualTo(1))
                        .satisfies(a -> assertThat(a.err()).contains("is in phase VERIFIED", "theseus advance"));

                obeyed(theseus("advance", "--to", "shadowing", "--reason", "compare reads"));
                await(one, Phase.SHADOWING);
                assertThat(one.seen().policy().shadowReads()).isEqualTo(Switch.ON);

                assertThat(theseus("advance", "--to", "ramping", "--reason", "too early"))
                        .satisfies(a -> assertThat(a.exitCode()).isEqualTo(1))
                        .satisfies(a -> assertThat(a.err()).contains("0 shadow reads were compared, at least 50"));
                one.hasShadowed(30);
                two.hasShadowed(30);
                Awaitility.await()
                        .until(() -> reports.nodes().stream()
                                .allMatch(n -> n.counts().shadowed() == 30));
                obeyed(theseus("advance", "--to", "ramping", "--reason", "they agree"));
                await(one, Phase.RAMPING);

                reachesBothWithin250Milliseconds(one, two, "--percentage", "10", "--segments", "beta,staff");
                reachesBothWithin250Milliseconds(one, two, "--percentage", "1");
                reachesBothWithin250Milliseconds(one, two, "--segments", "", "--maximum-lag", "2s", "--shadow", "off");
                assertThat(one.seen().policy().segments()).isEmpty();
                assertThat(one.seen().policy().percentage()).isEqualTo(1);

                wordsBecomeEvents();
                whatNobodyPublishedIsPublishedByTheRun(one);
                itComparesAgainAndAgain();
                assertThat(run.output()).contains("reads from new fail on node node-2");
                rowsThatDifferTakeEverybodyOffNewAndEndTheRun(one, run);
            }
            obeyed(theseus("clean"));
            await(one, Phase.PLANNED);
            assertThat(PgBoards.board(databases.on(Side.OLD)).look()).isEqualTo(RoutingSnapshot.NONE);
            assertThat(databases.value(Side.OLD, "SELECT to_regnamespace('theseus')"))
                    .isNull();
        }
    }

    private static void await(WatchingNode node, Phase phase) {
        Awaitility.await(phase.name()).atMost(ENOUGH).until(() -> node.seen().phase() == phase);
    }

    private static Answer obeyed(Answer answer) {
        assertThat(answer.exitCode()).as(answer.err()).isZero();
        return answer;
    }

    private void reachesBothWithin250Milliseconds(WatchingNode one, WatchingNode two, String... change) {
        String[] arguments = Arrays.copyOf(change, change.length + 3);
        arguments[change.length] = "--reason";
        arguments[change.length + 1] = "next step";
        arguments[change.length + 2] = "--json";
        String out = obeyed(theseus("rollout", arguments)).out();
        Instant returned = Instant.now();
        long version = Long.parseLong(out.replaceAll("(?s).*\"version\" : (\\d+).*", "$1"));

        for (WatchingNode node : new WatchingNode[] {one, two}) {
            Awaitility.await().until(() -> node.saw(version).isPresent());
            assertThat(node.saw(version).orElseThrow()).isBefore(returned.plusMillis(250));
        }
    }

    private void wordsBecomeEvents() {
        reports.say("node-2", Kind.READS_FAILED, "SQLSTATE 57P01");
        Awaitility.await().atMost(ENOUGH).until(() -> reports.words(10).isEmpty());
        assertThat(obeyed(theseus("status")).out())
                .contains("FAILED BACK: reads from new fail on node-2", "node node-1 of shop");
        assertThat(obeyed(theseus("status", "--json")).out())
                .contains("\"failedBack\" : [ \"node-2\" ]", "\"node\" : \"node-1\"");
        reports.say("node-2", Kind.READS_RECOVERED, "");
        Awaitility.await().atMost(ENOUGH).until(() -> reports.words(10).isEmpty());
        // everybody comes back once what changed meanwhile was compared
        Awaitility.await()
                .atMost(ENOUGH)
                .untilAsserted(() -> assertThat(obeyed(theseus("status")).out())
                        .contains("rollout    1 % of all")
                        .doesNotContain("FAILED BACK"));
        assertThat(obeyed(theseus("audit")).out())
                .contains("reads-failed-back", "reads-resumed", "rollout-changed", "next step");
    }

    /** As after a process that decided and died before it told anybody. */
    private void whatNobodyPublishedIsPublishedByTheRun(WatchingNode node) {
        RolloutPolicy policy = node.seen().policy().withPercentage(50);
        PlanFile file = PlanFile.read(plan, Map.of());
        try (ControlRoom room = ControlRoom.open(file.controlStore(plan), new Passwords(Map.of()))) {
            room.plane()
                    .execute(
                            new MigrationCommand.ChangeRollout(file.migration(), Instant.now(), policy),
                            new Origin(new Actor("anna"), "half of them", "c-1"));
        }
        Awaitility.await().until(() -> node.seen().policy().equals(policy));
    }

    /** A trigger on new spoils a row each time that it is brought over, so no repair helps. */
    private void rowsThatDifferTakeEverybodyOffNewAndEndTheRun(WatchingNode node, Program run) throws Exception {
        databases.target("""
                CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                  NEW.name := 'spoilt';
                  RETURN NEW;
                END $$;
                CREATE TRIGGER spoil BEFORE INSERT OR UPDATE ON item FOR EACH ROW WHEN (NEW.id = 7) EXECUTE FUNCTION spoil();
                ALTER TABLE item ENABLE ALWAYS TRIGGER spoil""");
        databases.old("UPDATE item SET name = 'changed' WHERE id = 7");

        assertThat(run.endsWithin(ENOUGH)).isTrue();
        assertThat(run.exitCode()).isEqualTo(1);
        Awaitility.await().until(() -> node.seen().policy().percentage() == 0);
        assertThat(node.seen().phase()).isEqualTo(Phase.RAMPING);
        assertThat(obeyed(theseus("status")).out()).contains("reads withdrawn: rows differ", "divergent");
    }

    private void itComparesAgainAndAgain() {
        long before = comparisons();
        Awaitility.await().atMost(ENOUGH).until(() -> comparisons() >= before + 2);
    }

    private long comparisons() {
        return obeyed(theseus("audit"))
                .out()
                .lines()
                .filter(line -> line.contains("verification-completed"))
                .count();
    }
}
