package dev.theseus.messaging.deadline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.theseus.messaging.TestControlDatabase;
import dev.theseus.messaging.TestPools;
import java.io.BufferedReader;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeadlinesTest {

    private static final String KIND = "tried";
    private static final Deadline STEP_2 = new Deadline("saga-17", "step 2, attempt 1");
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration FAR = Duration.ofDays(300);

    private final TestControlDatabase database = TestControlDatabase.create();
    private final List<Deadline> heard = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        database.close();
    }

    private Deadlines listen() {
        return Deadlines.listen(database.source(), KIND, (deadline, at) -> heard.add(deadline));
    }

    private List<String> kept() {
        return database.texts("SELECT task_instance FROM theseus_control.deadline");
    }

    @Test
    void it_comes_when_it_is_due_and_not_before_and_once() {
        Instant at = Instant.now().plus(SOON).truncatedTo(ChronoUnit.MILLIS);
        List<Instant> times = new CopyOnWriteArrayList<>();
        try (Deadlines deadlines = Deadlines.listen(database.source(), KIND, (deadline, asked) -> {
            heard.add(deadline);
            times.add(asked);
            times.add(Instant.now());
        })) {
            deadlines.schedule(STEP_2, at);
            await().until(() -> kept().isEmpty());
        }
        assertThat(heard).containsExactly(STEP_2);
        assertThat(times.getFirst()).isEqualTo(at);
        assertThat(times.getLast()).isAfterOrEqualTo(at);
    }

    @Test
    void what_came_due_while_nobody_listened_comes_with_the_next_who_does() {
        try (Deadlines deadlines = listen()) {
            deadlines.schedule(STEP_2, Instant.now().plus(FAR));
        }
        database.execute("UPDATE theseus_control.deadline SET execution_time = now() - interval '1 hour'");
        assertThat(heard).isEmpty();

        Deadlines again = listen();
        try {
            await().atMost(Duration.ofSeconds(5)).until(() -> heard.equals(List.of(STEP_2)));
        } finally {
            again.close();
        }
    }

    @Test
    void to_schedule_it_again_moves_it() {
        try (Deadlines deadlines = listen()) {
            deadlines.schedule(STEP_2, Instant.now().plus(FAR));
            deadlines.schedule(STEP_2, Instant.now());

            await().until(() -> kept().isEmpty());
        }
        assertThat(heard).containsExactly(STEP_2);
    }

    @Test
    void one_that_was_cancelled_does_not_come() {
        Deadline other = new Deadline("saga-17", "step 3");
        try (Deadlines deadlines = listen()) {
            deadlines.schedule(STEP_2, Instant.now().plus(SOON));
            deadlines.cancel(STEP_2);
            deadlines.cancel(STEP_2);
            deadlines.schedule(other, Instant.now().plus(SOON));

            await().until(() -> !heard.isEmpty());
        }
        assertThat(heard).containsExactly(other);
    }

    @Test
    void one_that_was_not_heard_comes_again_after_seconds() {
        AtomicInteger calls = new AtomicInteger();
        try (Deadlines deadlines = Deadlines.listen(database.source(), KIND, (deadline, at) -> {
            if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException("planted");
            }
        })) {
            deadlines.schedule(STEP_2, Instant.now());
            await().atMost(Duration.ofSeconds(8)).until(() -> kept().isEmpty());
        }
        assertThat(calls).hasValue(2);
    }

    @Test
    void other_kinds_are_left_to_those_who_listen_to_them() {
        try (Deadlines deadlines = listen();
                Deadlines others = Deadlines.listen(database.source(), "other", (deadline, at) -> {
                    throw new IllegalStateException("the other one is away");
                })) {
            others.schedule(STEP_2, Instant.now());
            Deadline own = new Deadline("saga-18", "x");
            deadlines.schedule(own, Instant.now());
            await().until(() -> heard.contains(own));

            assertThat(heard).containsExactly(own);
            assertThat(database.texts("SELECT task_name FROM theseus_control.deadline"))
                    .containsExactly("other");
        }
    }

    @Test
    void of_two_who_listen_one_is_called() {
        try (Deadlines one = listen();
                Deadlines two = listen()) {
            for (int i = 0; i < 20; i++) {
                (i % 2 == 0 ? one : two).schedule(new Deadline("saga-" + i, "x"), Instant.now());
            }
            await().until(() -> kept().isEmpty());
        }
        assertThat(heard).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void nothing_is_kept_but_names() {
        try (Deadlines deadlines = listen()) {
            deadlines.schedule(STEP_2, Instant.now().plus(FAR));

            assertThat(kept()).containsExactly("saga-17 step 2, attempt 1");
            assertThat(database.texts("SELECT count(task_data)::text FROM theseus_control.deadline"))
                    .containsExactly("0");
        }
    }

    @Test
    void a_subject_that_could_not_be_told_from_the_purpose_is_refused() {
        assertThatThrownBy(() -> new Deadline("saga 17", "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Deadline("saga-17", " ")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void one_whose_listener_was_killed_while_it_heard_comes_to_another() throws Exception {
        killWhileHearing();
        Deadlines another = listen();
        try {
            // four heartbeats of silence, and the round in which it is noticed
            await().atMost(Duration.ofSeconds(25)).until(() -> heard.equals(List.of(STEP_2)));
        } finally {
            another.close();
        }
    }

    private void killWhileHearing() throws Exception {
        Process process = new ProcessBuilder(List.of(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        database.url()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader says = process.inputReader()) {
            assertThat(says.readLine()).isEqualTo("hears " + STEP_2.text());
        } finally {
            process.destroyForcibly().onExit().join();
        }
    }

    /** What the killed process runs: hears of a deadline and never comes to an end with it. */
    static final class Main {

        private Main() {}

        public static void main(String[] arguments) throws InterruptedException {
            Deadlines.listen(TestPools.open(arguments[0]), KIND, (deadline, at) -> {
                        System.out.println("hears " + deadline.text());
                        System.out.flush();
                        for (; ; ) {
                            java.util.concurrent.locks.LockSupport.park();
                        }
                    })
                    .schedule(STEP_2, Instant.now());
            Thread.currentThread().join();
        }
    }
}
