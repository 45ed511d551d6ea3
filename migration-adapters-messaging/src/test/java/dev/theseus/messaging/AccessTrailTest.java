package dev.theseus.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.access.AccessEntry;
import dev.theseus.domain.access.AccessEvent;
import dev.theseus.domain.audit.Actor;
import dev.theseus.domain.audit.Origin;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What happens at the door is kept among the events, whoever writes at the same moment. */
class AccessTrailTest {

    private static void note(ControlPlane plane, String actor) {
        plane.note(
                new AccessEvent.SignedIn(Shop.NOON, "192.0.2.7", "form"),
                new Origin(new Actor(actor), "sign in", "c-1"));
    }

    @Test
    void what_is_noted_by_several_processes_at_once_stands_in_one_row_without_gaps() throws Exception {
        try (TestControlDatabase database = TestControlDatabase.create();
                ControlPlane one = ControlPlane.open(database.source());
                ControlPlane two = ControlPlane.open(database.source());
                ExecutorService many = Executors.newFixedThreadPool(4)) {
            List<Callable<Integer>> notes = IntStream.range(0, 40)
                    .mapToObj(i -> (Callable<Integer>) () -> {
                        note(i % 2 == 0 ? one : two, "user-" + i);
                        return i;
                    })
                    .toList();
            for (Future<Integer> done : many.invokeAll(notes)) {
                done.get();
            }

            assertThat(one.accesses()).isEqualTo(40);
            List<AccessEntry> all = two.access(0, 100);
            assertThat(all)
                    .extracting(AccessEntry::sequence)
                    .containsExactlyElementsOf(LongStream.range(0, 40).boxed().toList());
            assertThat(all).extracting(e -> e.origin().actor().name()).doesNotHaveDuplicates();
            assertThat(two.access(38, 100)).hasSize(2);
            assertThat(two.access(0, 3)).hasSize(3);
            assertThat(all.getFirst().what().name()).isEqualTo("access.signed-in");
            assertThat(all.getFirst().origin().reason()).isEqualTo("sign in");
        }
    }
}
