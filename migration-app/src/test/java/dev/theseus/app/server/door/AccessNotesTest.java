package dev.theseus.app.server.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.app.server.ServerUnderTest;
import dev.theseus.domain.access.AccessEntry;
import dev.theseus.domain.access.AccessEvent;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How much is noted of what is refused. */
@ExtendWith(ServerUnderTest.Ends.class)
class AccessNotesTest {

    private final ServerUnderTest server = ServerUnderTest.shared();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T12:00:00Z"));
    private final AccessNotes notes = new AccessNotes(server.served(), now::get);
    private final String from = "address-" + UUID.randomUUID();
    private final long before = server.room().plane().accesses();

    private AccessEvent refusal() {
        return new AccessEvent.RequestRefused(now.get(), from, "GET /", 401, "nobody has signed in");
    }

    private List<AccessEntry> noted(String name) {
        return server.room().plane().access(before, 500).stream()
                .filter(e -> e.what().name().equals(name))
                .filter(e -> e.what().json().contains(from))
                .toList();
    }

    @Test
    void of_what_is_refused_to_nobody_much_is_counted_only_and_the_number_is_noted() {
        for (int i = 0; i < 75; i++) {
            notes.refusedAtTheDoor(refusal(), from, "nobody", "r");
        }
        assertThat(noted("access.request-refused")).hasSize(60);
        notes.refusedAtTheDoor(
                new AccessEvent.SignInRefused(now.get(), from, "basic", "wrong"), from, "anna", "sign in");
        assertThat(noted("access.sign-in-refused")).hasSize(1);

        now.updateAndGet(t -> t.plusSeconds(60));
        notes.refusedAtTheDoor(refusal(), from, "nobody", "r");
        assertThat(noted("access.request-refused")).hasSize(61);
        assertThat(noted("access.refusals-left-out"))
                .singleElement()
                .satisfies(e -> assertThat(e.what().json()).contains("\"refusals\":15"));
    }

    @Test
    void whatever_is_refused_to_somebody_known_is_noted() {
        for (int i = 0; i < 65; i++) {
            notes.refused(refusal(), "anna", "r");
        }
        assertThat(noted("access.request-refused")).hasSize(65);
    }

    @Test
    void a_name_that_somebody_typed_does_not_get_longer_than_a_name_may_be() {
        notes.refusedAtTheDoor(refusal(), from, "x".repeat(1000) + "\n", "r");
        assertThat(noted("access.request-refused"))
                .singleElement()
                .satisfies(e -> assertThat(e.origin().actor().name()).hasSize(64));
    }
}
