package dev.theseus.jdbc.readmodel;

import dev.theseus.domain.readmodel.MigrationStatus.Note;
import dev.theseus.domain.readmodel.MigrationStatus.NoteKind;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.time.Instant;

/** Something that somebody may want to look into. */
@Embeddable
record NotePart(
        @Column(name = "noted_at") Instant at,
        @Enumerated(EnumType.STRING) NoteKind kind,
        @Column(name = "note") String text) {

    static NotePart of(Note note) {
        return new NotePart(note.at(), note.kind(), note.text());
    }

    Note note() {
        return new Note(at, kind, text);
    }
}
