package dev.theseus.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.database.Side;
import dev.theseus.jdbc.testing.TestDatabases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.awaitility.Awaitility;

/** A migration of a test, led by commands while a run follows in another process. */
record Journey(TestDatabases databases, CommandsOfPlan theseus, Path output) {

    private static final String LOG =
            "SELECT table_no, count(*), min(id), max(id), now() - min(logged_at) FROM theseus.change_log GROUP BY table_no";

    private static final Duration ENOUGH = Duration.ofMinutes(1);

    /** @param tables of the plan, as they stand in its file */
    static Journey with(TestDatabases databases, Path directory, String tables) throws IOException {
        Path plan = Files.writeString(
                directory.resolve("plan.yaml"),
                """
                migration: journey
                old: { url: "%s", user: postgres }
                new: { url: "%s", user: postgres }
                throttle: { duty-cycle: 1.0 }
                verification: { every: 1s }
                gates: { shadow-reads: 0 }
                cutover: { dwell: 0s, way-back: 0s, first-rest: 200ms, longest-rest: 1s, patience: 2s, free-connections: 1 }
                """.formatted(url(databases, Side.OLD), url(databases, Side.NEW)) + tables);
        return new Journey(databases, new CommandsOfPlan(plan), directory.resolve("output.txt"));
    }

    private static String url(TestDatabases databases, Side side) {
        return databases.url(side).replaceAll("\\?.*", "");
    }

    Program run(String... more) throws IOException {
        String[] words = new String[2 + more.length];
        words[0] = "run";
        words[1] = theseus.plan().toString();
        System.arraycopy(more, 0, words, 2, more.length);
        return Program.start(output, words);
    }

    void reach(String phase, Program run) {
        Awaitility.await(phase)
                .atMost(ENOUGH)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    boolean ended = run.endsWithin(Duration.ZERO);
                    assertThat(ended).as(() -> "the run ended\n" + text(run)).isFalse();
                    return theseus.type("status").out().contains("phase " + phase);
                });
    }

    static String text(Program run) {
        try {
            return run.output();
        } catch (IOException e) {
            return e.toString();
        }
    }

    void rampUp() {
        theseus.obeyed("advance", "--to", "shadowing", "--reason", "r");
        theseus.obeyed("advance", "--to", "ramping", "--reason", "r");
        theseus.obeyed("rollout set", "--percentage", "100", "--reason", "r");
    }

    void cutOver() {
        theseus.obeyed("cutover", "--wait", "--reason", "r");
    }

    void goBack() {
        theseus.obeyed("rollback", "--wait", "--reason", "r");
    }

    /**
     * Waits until two queries, each written for the schema of its side, answer alike.
     *
     * @param old for the old database; each answers with rows of one text, whose order does not matter
     */
    void alike(String old, String target) {
        Awaitility.await(target)
                .atMost(ENOUGH)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() ->
                        assertThat(digest(Side.NEW, target)).as(this::told).isEqualTo(digest(Side.OLD, old)));
    }

    /** What may explain why the sides differ. */
    private String told() {
        try {
            return "new, where old's log is %s, new's is %s%n%s%n%s"
                    .formatted(
                            databases.rows(Side.OLD, LOG),
                            databases.rows(Side.NEW, LOG),
                            theseus.type("status").out(),
                            Files.readString(output));
        } catch (IOException | SQLException e) {
            return e.toString();
        }
    }

    private String digest(Side side, String query) throws Exception {
        return String.valueOf(databases.value(
                side,
                "SELECT count(*) || ' ' || md5(string_agg(x, ',' ORDER BY x COLLATE \"C\")) FROM (" + query
                        + ") q (x)"));
    }
}
