package dev.theseus.jdbc.readmodel;

import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.readmodel.MigrationStatus.CheckpointNote;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.time.Instant;

/** A checkpoint, by name. */
@Embeddable
record CheckpointPart(
        String name,
        @Column(name = "taken_at") Instant at,
        @Enumerated(EnumType.STRING) Phase phase) {

    static CheckpointPart of(CheckpointNote checkpoint) {
        return new CheckpointPart(checkpoint.name(), checkpoint.at(), checkpoint.phase());
    }

    CheckpointNote checkpoint() {
        return new CheckpointNote(name, at, phase);
    }
}
