package dev.theseus.messaging.process;

import static dev.theseus.messaging.Shop.ID;
import static dev.theseus.messaging.Shop.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.backfill.Backfill.TableCopied;
import dev.theseus.domain.backfill.CopyProgress;
import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.health.DatabaseHealth;
import dev.theseus.domain.migration.MigrationEvent;
import dev.theseus.domain.migration.RestoreCause;
import dev.theseus.domain.migration.RestoredReads;
import dev.theseus.domain.migration.RowDisposition;
import dev.theseus.domain.migration.RunId;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.plan.RolloutSettings;
import dev.theseus.domain.process.BackfillProcess;
import dev.theseus.domain.process.BackfillState;
import dev.theseus.domain.process.TrafficProcess;
import dev.theseus.domain.process.TrafficState;
import dev.theseus.domain.process.TransferProcess;
import dev.theseus.domain.process.TransferState;
import dev.theseus.domain.rollout.RollbackPolicy.Withheld;
import dev.theseus.messaging.Shop;
import dev.theseus.messaging.stored.StoredFormSerializer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.axonframework.serialization.SerializedObject;
import org.junit.jupiter.api.Test;

/** A saga outlives the program that wrote it, so its stored form is an interface as well. */
class SagaFormTest {

    private static final Path APPROVED = Path.of("src/test/resources/saga/process.backfill.2.json");

    private final StoredFormSerializer serializer = new StoredFormSerializer(ProcessRunner.FORMS);

    @Test
    void the_stored_form_is_the_approved_one_and_is_read_as_the_same_state() throws IOException {
        BackfillState state = underWay();

        SerializedObject<String> stored =
                serializer.serialize(BackfillSaga.FORM.read().apply(state), String.class);

        assertThat(stored.getData() + "\n").isEqualTo(Files.readString(APPROVED));
        assertThat(stored.getType().getName()).isEqualTo("process.backfill");
        BackfillSaga read = serializer.deserialize(stored);
        assertThat(BackfillSaga.FORM.write().apply(read)).isEqualTo(state);
    }

    @Test
    void the_stored_form_of_transfers_is_the_approved_one_and_is_read_as_the_same_state() throws IOException {
        TransferState state = restoring();

        SerializedObject<String> stored =
                serializer.serialize(TransferSaga.FORM.read().apply(state), String.class);

        assertThat(stored.getData() + "\n")
                .isEqualTo(Files.readString(Path.of("src/test/resources/saga/process.transfer.1.json")));
        TransferSaga read = serializer.deserialize(stored);
        assertThat(TransferSaga.FORM.write().apply(read)).isEqualTo(state);
    }

    @Test
    void the_stored_form_of_traffic_is_the_approved_one_and_is_read_as_the_same_state() throws IOException {
        TrafficState state = inTheMiddle();

        SerializedObject<String> stored =
                serializer.serialize(TrafficSaga.FORM.read().apply(state), String.class);

        assertThat(stored.getData() + "\n")
                .isEqualTo(Files.readString(Path.of("src/test/resources/saga/process.traffic.1.json")));
        TrafficSaga read = serializer.deserialize(stored);
        assertThat(TrafficSaga.FORM.write().apply(read)).isEqualTo(state);
    }

    private static TrafficState inTheMiddle() {
        TrafficState state = TrafficState.INITIAL;
        for (MigrationEvent event : List.of(
                new MigrationEvent.RunBegan(ID, NOON, new RunId("run-1"), Optional.empty()),
                new MigrationEvent.RollbackDecided(ID, NOON, RestoreCause.ERROR_RATE, "6.00 % failed"),
                new MigrationEvent.RollbackWithheld(
                        ID, NOON, RestoreCause.DIVERGENCE, "1 row differs", Withheld.OLD_DIFFERS),
                new MigrationEvent.RolloutBegan(ID, NOON, RolloutSettings.DEFAULT, 2.5),
                new MigrationEvent.RolloutStepBegan(ID, NOON, 2),
                new MigrationEvent.FailbackBegan(ID, NOON, 5, NOON.plusSeconds(600)))) {
            state = TrafficProcess.PROCESS.evolve(state, event);
        }
        return state;
    }

    private static TransferState restoring() {
        TransferState state = TransferState.INITIAL;
        for (MigrationEvent event : List.of(
                new MigrationEvent.MigrationPlanned(ID, NOON, Shop.plan()),
                new MigrationEvent.RunBegan(ID, NOON, new RunId("run-1"), Optional.empty()),
                new MigrationEvent.CutoverBegan(ID, NOON),
                new MigrationEvent.FenceInstalled(ID, NOON),
                new MigrationEvent.WayBackRehearsed(ID, NOON, Duration.ofMillis(90)),
                new MigrationEvent.HandoverCleared(ID, NOON),
                new MigrationEvent.AuthorityMoved(ID, NOON, new Epoch(2), Duration.ofMillis(7)),
                new MigrationEvent.RestoreBegan(
                        ID, NOON, "before-CUT_OVER-9", RestoreCause.ASKED, RestoredReads.AS_THEN),
                new MigrationEvent.OldHealthChecked(
                        ID, NOON, new DatabaseHealth.Away(), List.of("the old database does not answer")))) {
            state = TransferProcess.PROCESS.evolve(state, event);
        }
        return state;
    }

    /** One table is left in each set, since sets have no order that could be approved. */
    private static BackfillState underWay() {
        BackfillState state = BackfillState.INITIAL;
        for (MigrationEvent event : List.of(
                new MigrationEvent.MigrationPlanned(ID, NOON, Shop.plan()),
                new MigrationEvent.RunBegan(ID, NOON, new RunId("run-1"), Optional.of(Phase.VERIFIED)),
                new MigrationEvent.DatabasesPrepared(ID, NOON),
                new MigrationEvent.CaptureInstalled(ID, NOON, Shop.USERS),
                new MigrationEvent.TableWasCopied(ID, NOON, new TableCopied(Shop.USERS, CopyProgress.NOT_OPEN)),
                new MigrationEvent.IndexesBuilt(ID, NOON, Shop.USERS),
                new MigrationEvent.MigrationPaused(ID, NOON),
                new MigrationEvent.RollbackBegan(ID, NOON, Phase.BACKFILLING, RowDisposition.KEEP))) {
            state = BackfillProcess.evolve(state, event);
        }
        return state;
    }
}
