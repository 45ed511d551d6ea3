package dev.theseus.jdbc.readmodel;

import dev.theseus.domain.migration.RunId;
import dev.theseus.domain.migration.RunOutcome;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.readmodel.MigrationStatus.RunStatus;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The last run, as columns of the status. */
@Embeddable
record RunPart(
        @Column(name = "run_id") String id,

        @Column(name = "run_until") @Enumerated(EnumType.STRING) @Nullable
        Phase until,

        @Column(name = "run_began") Instant began,

        @Column(name = "run_outcome") @Enumerated(EnumType.STRING) @Nullable
        RunOutcome outcome) {

    static RunPart of(RunStatus run) {
        return new RunPart(
                run.id().value(),
                run.until().orElse(null),
                run.began(),
                run.outcome().orElse(null));
    }

    RunStatus run() {
        return new RunStatus(new RunId(id), Optional.ofNullable(until), began, Optional.ofNullable(outcome));
    }
}
