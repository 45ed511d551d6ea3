package dev.theseus.messaging.process;

import static dev.theseus.messaging.Shop.ID;
import static dev.theseus.messaging.Shop.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.backfill.Backfill.TableCopied;
import dev.theseus.domain.backfill.CopyProgress;
import dev.theseus.domain.migration.MigrationEvent;
import dev.theseus.domain.migration.RowDisposition;
import dev.theseus.domain.migration.RunId;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.process.BackfillProcess;
import dev.theseus.domain.process.BackfillState;
import dev.theseus.messaging.Shop;
import dev.theseus.messaging.stored.StoredFormSerializer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
