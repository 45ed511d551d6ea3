package dev.theseus.messaging.saga;

import static dev.theseus.messaging.Shop.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.saga.Effect;
import dev.theseus.domain.saga.Failure;
import dev.theseus.domain.saga.SagaCommand;
import dev.theseus.domain.saga.SagaEvent;
import dev.theseus.domain.saga.SagaProcess;
import dev.theseus.domain.saga.SagaState;
import dev.theseus.messaging.stored.SagaSamples;
import dev.theseus.messaging.stored.StoredFormSerializer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.axonframework.serialization.SerializedObject;
import org.junit.jupiter.api.Test;

/** A saga outlives the program that wrote it, so its stored form is an interface. */
class StepSagaFormTest {

    private static final Path APPROVED = Path.of("src/test/resources/saga");

    private final StoredFormSerializer serializer = new StoredFormSerializer(List.of(StepSaga.FORM));

    private static SagaState forward() {
        SagaState begun = after(
                SagaProcess.INITIAL,
                new SagaCommand.BeginSaga(SagaSamples.ID, NOON, SagaSamples.DEFINITION, Map.of("from", "4711")));
        return after(begun, new SagaCommand.NoteAttempt(SagaSamples.ID, NOON, "debit", 1));
    }

    private static SagaState backward() {
        Failure refused = new Failure(Effect.POSSIBLE, Failure.Remedy.GIVE_UP, "old is away");
        return after(forward(), new SagaCommand.ReportFailed(SagaSamples.ID, NOON, "debit", 1, refused));
    }

    private static SagaState after(SagaState state, SagaCommand command) {
        SagaState after = state;
        for (SagaEvent event : SagaProcess.decide(state, command)) {
            after = SagaProcess.evolve(after, event);
        }
        return after;
    }

    @Test
    void a_saga_that_goes_forward_is_kept_as_approved() throws IOException {
        check("process.workflow.1.forward.json", forward());
    }

    @Test
    void a_saga_that_goes_back_is_kept_as_approved() throws IOException {
        check("process.workflow.1.backward.json", backward());
    }

    private void check(String file, SagaState state) throws IOException {
        SerializedObject<String> stored =
                serializer.serialize(StepSaga.FORM.read().apply(state), String.class);
        Files.createDirectories(Path.of("target/saga"));
        Files.writeString(Path.of("target/saga").resolve(file), stored.getData() + "\n");

        assertThat(stored.getData() + "\n").isEqualTo(Files.readString(APPROVED.resolve(file)));
        StepSaga read = serializer.deserialize(stored);
        assertThat(read.state()).isEqualTo(state);
    }
}
