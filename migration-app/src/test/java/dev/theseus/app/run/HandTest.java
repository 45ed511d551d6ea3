package dev.theseus.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.process.Work;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HandTest {

    private final List<String> done = new CopyOnWriteArrayList<>();
    private final List<Throwable> broken = new CopyOnWriteArrayList<>();
    private final CountDownLatch never = new CountDownLatch(1);
    private final Hand hand = new Hand("test", this::toil, broken::add);

    @AfterEach
    void dismiss() throws InterruptedException {
        hand.dismiss();
        hand.awaitRest(Duration.ofSeconds(5));
    }

    private void toil(Work work) throws InterruptedException {
        done.add(work.toString());
        if (work instanceof Work.Rehearse) {
            never.await();
        }
        if (work instanceof Work.Prepare) {
            throw new IllegalStateException("no work throws this");
        }
    }

    @Test
    void what_is_ordered_twice_is_done_once_as_long_as_it_is_not_done() {
        hand.take(new Work.Rehearse());
        Awaitility.await().until(() -> done.size() == 1);
        hand.take(new Work.Verify());
        hand.take(new Work.Verify());
        hand.take(new Work.Rehearse());
        hand.drop();
        hand.take(new Work.Verify());

        Awaitility.await().until(() -> done.contains("Verify[]"));
        assertThat(done).containsExactly("Rehearse[]", "Verify[]");
        hand.take(new Work.Verify());
        Awaitility.await().until(() -> done.size() == 3);
    }

    @Test
    void what_is_dropped_while_in_hand_is_interrupted_and_what_comes_after_is_done() {
        hand.take(new Work.Rehearse());
        Awaitility.await().until(() -> done.size() == 1);
        hand.drop();
        hand.take(new Work.CatchUp());

        Awaitility.await().until(() -> done.contains("CatchUp[]"));
    }

    @Test
    void what_no_work_should_throw_is_told_and_does_not_end_the_hand() {
        hand.take(new Work.Prepare());
        hand.take(new Work.Verify());

        Awaitility.await().until(() -> done.contains("Verify[]"));
        assertThat(broken).singleElement().isInstanceOf(IllegalStateException.class);
    }
}
