package dev.theseus.jdbc.readmodel;

import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.readmodel.MigrationStatus;
import dev.theseus.domain.readmodel.MigrationStatus.Findings;
import dev.theseus.domain.readmodel.MigrationStatus.Pace;
import dev.theseus.domain.readmodel.MigrationStatus.RolloutStatus;
import dev.theseus.domain.readmodel.MigrationStatus.Standing;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where one migration stands. */
@Entity
@Table(name = "status")
class StatusRow {

    @Id
    private String migration = "";

    @Enumerated(EnumType.STRING)
    private Phase phase = Phase.PLANNED;

    @Enumerated(EnumType.STRING)
    private Pace pace = Pace.WORKING;

    @Column(name = "last_sequence")
    private long lastSequence = -1;

    @Column(name = "last_event_at")
    private Instant lastEventAt = Instant.EPOCH;

    @Embedded
    private @Nullable RunPart run;

    @Embedded
    private @Nullable VerificationPart verification;

    @Embedded
    private RolloutPart rollout = RolloutPart.of(RolloutStatus.NONE);

    @ElementCollection
    @CollectionTable(name = "status_table", joinColumns = @JoinColumn(name = "migration"))
    @OrderColumn(name = "place")
    private List<TablePart> tables = new ArrayList<>();

    @ElementCollection
    @CollectionTable(name = "status_note", joinColumns = @JoinColumn(name = "migration"))
    @OrderColumn(name = "place")
    private List<NotePart> notes = new ArrayList<>();

    @ElementCollection
    @CollectionTable(name = "status_checkpoint", joinColumns = @JoinColumn(name = "migration"))
    @OrderColumn(name = "place")
    private List<CheckpointPart> checkpoints = new ArrayList<>();

    /** For Hibernate. */
    protected StatusRow() {}

    StatusRow(MigrationId migration) {
        this.migration = migration.value();
    }

    void take(MigrationStatus status) {
        phase = status.standing().phase();
        pace = status.standing().pace();
        lastSequence = status.standing().sequence();
        lastEventAt = status.standing().at();
        run = status.run().map(RunPart::of).orElse(null);
        verification =
                status.findings().verification().map(VerificationPart::of).orElse(null);
        rollout = RolloutPart.of(status.rollout());
        replace(tables, status.tables(), TablePart::of);
        replace(notes, status.findings().notes(), NotePart::of);
        replace(checkpoints, status.findings().checkpoints(), CheckpointPart::of);
    }

    /** Only what differs is touched, so that only that is written. */
    private static <P, D> void replace(List<P> kept, List<D> wanted, Function<D, P> part) {
        for (int i = 0; i < wanted.size(); i++) {
            P now = part.apply(wanted.get(i));
            if (i >= kept.size()) {
                kept.add(now);
            } else if (!kept.get(i).equals(now)) {
                kept.set(i, now);
            }
        }
        kept.subList(wanted.size(), kept.size()).clear();
    }

    MigrationStatus status() {
        return new MigrationStatus(
                new MigrationId(migration),
                new Standing(phase, pace, lastSequence, lastEventAt),
                Optional.ofNullable(run).map(RunPart::run),
                tables.stream().map(TablePart::table).toList(),
                rollout.status(),
                new Findings(
                        Optional.ofNullable(verification).map(VerificationPart::summary),
                        notes.stream().map(NotePart::note).toList(),
                        checkpoints.stream().map(CheckpointPart::checkpoint).toList()));
    }
}
