package dev.theseus.domain.saga;

import java.time.Instant;
import java.util.Map;

/**
 * What can be asked of, or reported about, a saga. A report about what is no longer in hand changes nothing, so
 * everything may be reported twice.
 */
public sealed interface SagaCommand {

    SagaId saga();

    Instant at();

    /**
     * Begins a saga; a second time, with the same workflow and inputs, changes nothing.
     *
     * @param inputs keys and figures for the steps; they are kept in events, so no contents of rows
     */
    record BeginSaga(SagaId saga, Instant at, SagaDefinition definition, Map<String, String> inputs)
            implements SagaCommand {
        public BeginSaga {
            inputs = Map.copyOf(inputs);
        }
    }

    /** Says that an attempt is about to begin, so that a crash in it can be told from one before it. */
    record NoteAttempt(SagaId saga, Instant at, String step, int attempt) implements SagaCommand {}

    /** Says that a step is done. */
    record ReportDone(SagaId saga, Instant at, String step, int attempt) implements SagaCommand {}

    /** Says that an attempt failed. */
    record ReportFailed(SagaId saga, Instant at, String step, int attempt, Failure failure) implements SagaCommand {}

    /** Says that the time of a step is over. */
    record PassDeadline(SagaId saga, Instant at, String step) implements SagaCommand {}

    /** Says that a step is taken back. */
    record ReportCompensated(SagaId saga, Instant at, String step, int attempt) implements SagaCommand {}

    /** Says that a step could not be taken back this time. */
    record ReportNotCompensated(SagaId saga, Instant at, String step, int attempt, String reason)
            implements SagaCommand {}

    /** Has whatever is waited for tried at once. */
    record RetrySaga(SagaId saga, Instant at) implements SagaCommand {}
}
