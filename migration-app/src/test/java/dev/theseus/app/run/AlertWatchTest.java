package dev.theseus.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.alert.Alert;
import dev.theseus.domain.alert.Notice;
import dev.theseus.domain.migration.MigrationCommand;
import dev.theseus.domain.migration.MigrationEvent;
import dev.theseus.domain.migration.MigrationState;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.routing.Rollout;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class AlertWatchTest {

    private static final MigrationId SHOP = new MigrationId("shop");
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

    private final List<MigrationEvent> events = new CopyOnWriteArrayList<>();
    private final List<Notice> told = new CopyOnWriteArrayList<>();

    /** A trail alone. */
    private final class Trail implements Reports {

        @Override
        public void send(MigrationCommand command) {
            throw new AssertionError("Nothing is decided here");
        }

        @Override
        public void note(MigrationCommand command, String reason) {
            throw new AssertionError("Nothing is found here");
        }

        @Override
        public long version() {
            return events.size();
        }

        @Override
        public List<MigrationEvent> since(long version) {
            return List.copyOf(events).subList((int) version, events.size());
        }

        @Override
        public Rollout rollout() {
            return Rollout.NONE;
        }

        @Override
        public MigrationState state() {
            return new MigrationState.Unplanned();
        }
    }

    @Test
    void what_happens_while_a_run_is_at_work_is_told_once_and_what_was_before_is_not() {
        events.add(new MigrationEvent.CutoverBegan(SHOP, AT));
        try (AlertWatch watch = AlertWatch.start(new Trail(), told::add)) {
            assertThat(watch).isNotNull();
            events.add(new MigrationEvent.MigrationResumed(SHOP, AT));
            events.add(new MigrationEvent.TransferAborted(SHOP, AT, "somebody asked"));
            Awaitility.await().until(() -> !told.isEmpty());
            events.add(new MigrationEvent.CutoverBegan(SHOP, AT.plusSeconds(1)));
        }

        assertThat(told)
                .extracting(Notice::alert)
                .extracting(Alert::severity)
                .containsExactly(Alert.Severity.WARNING, Alert.Severity.INFO);
        assertThat(told.getFirst().alert().text()).contains("somebody asked");
        assertThat(told.getFirst().migration()).isEqualTo(SHOP);
    }
}
