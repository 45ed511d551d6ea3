package dev.theseus.app.server.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is sent with commands. */
final class Bodies {

    private Bodies() {}

    /** @param reason why; it is kept in the audit */
    record Plain(@Nullable String reason) {}

    /** @param to shadowing or ramping */
    record Advance(@Nullable String to, @Nullable String reason) {}

    /**
     * What is left out keeps its value.
     *
     * @param percentage of the eligible subjects that read from new, 0 to 100
     * @param segments whose subjects are eligible; none for all
     * @param regions whose requests are eligible; none for all
     * @param services that are eligible; none for all
     * @param dualWrites whether writes are applied to new at once
     * @param shadowReads whether reads of old are repeated on new
     * @param shadowSample share of those, 0 to 1
     * @param checkSample share of writes whose rows are compared, 0 to 1
     * @param maximumLag how far new may be behind, as in 500ms or 2s
     */
    record Rollout(
            @Nullable Double percentage,
            @Nullable List<String> segments,
            @Nullable List<String> regions,
            @Nullable List<String> services,
            @Nullable Boolean dualWrites,
            @Nullable Boolean shadowReads,
            @Nullable Double shadowSample,
            @Nullable Double checkSample,
            @Nullable String maximumLag,
            @Nullable String reason) {}

    /**
     * @param to a checkpoint; the one before the last change of phase if left out
     * @param dry whether only to put on record what would be restored
     */
    record Rollback(
            @Nullable String to,
            @Nullable Boolean dry,
            @Nullable String reason) {}

    /** @param name of the checkpoint */
    record Checkpoint(@Nullable String name, @Nullable String reason) {}

    /** @param what as the migration names it under {@code approvals} */
    record Approval(@Nullable String what, @Nullable String reason) {}
}
