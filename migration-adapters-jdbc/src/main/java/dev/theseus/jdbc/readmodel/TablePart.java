package dev.theseus.jdbc.readmodel;

import dev.theseus.domain.backfill.CopyProgress;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.readmodel.MigrationStatus.Stage;
import dev.theseus.domain.readmodel.MigrationStatus.TableStatus;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;

/** How far one table is. */
@Embeddable
record TablePart(
        @Column(name = "old_schema") String oldSchema,
        @Column(name = "old_name") String oldName,
        @Column(name = "new_schema") String newSchema,
        @Column(name = "new_name") String newName,
        @Enumerated(EnumType.STRING) Stage stage,
        @Column(name = "copied_rows") long rows,
        @Column(name = "copied_bytes") long bytes,
        @Column(name = "copied_chunks") long chunks,
        @Column(name = "copied_fraction") double fraction,

        @Column(name = "copy_state") @Enumerated(EnumType.STRING)
        CopyProgress.State state) {

    static TablePart of(TableStatus t) {
        CopyProgress copied = t.copied();
        return new TablePart(
                t.table().schema(),
                t.table().name(),
                t.target().schema(),
                t.target().name(),
                t.stage(),
                copied.rows(),
                copied.bytes(),
                copied.chunks(),
                copied.fraction(),
                copied.state());
    }

    TableStatus table() {
        return new TableStatus(
                new TableName(oldSchema, oldName),
                new TableName(newSchema, newName),
                stage,
                new CopyProgress(rows, bytes, chunks, fraction, state));
    }
}
