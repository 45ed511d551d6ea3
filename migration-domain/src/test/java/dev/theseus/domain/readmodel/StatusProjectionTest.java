package dev.theseus.domain.readmodel;

import static dev.theseus.domain.migration.Shop.ID;
import static dev.theseus.domain.migration.Shop.NOON;
import static dev.theseus.domain.migration.Shop.ORDERS;
import static dev.theseus.domain.migration.Shop.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.theseus.domain.backfill.CopyProgress;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.migration.Incident;
import dev.theseus.domain.migration.MigrationEvent;
import dev.theseus.domain.migration.RunId;
import dev.theseus.domain.migration.RunOutcome;
import dev.theseus.domain.migration.Shop;
import dev.theseus.domain.migration.Story;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.readmodel.MigrationStatus.Note;
import dev.theseus.domain.readmodel.MigrationStatus.NoteKind;
import dev.theseus.domain.readmodel.MigrationStatus.Stage;
import dev.theseus.domain.readmodel.MigrationStatus.TableStatus;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatusProjectionTest {

    private static MigrationStatus of(List<MigrationEvent> events) {
        MigrationStatus status = StatusProjection.initial(ID);
        for (int i = 0; i < events.size(); i++) {
            status = StatusProjection.evolve(status, events.get(i), i);
        }
        return status;
    }

    private static MigrationStatus of(Story story) {
        return of(story.events());
    }

    @Test
    void shows_how_far_each_table_is() {
        MigrationStatus status =
                of(Shop.in(Phase.BACKFILLING).and(Shop.copied(USERS), Shop.indexed(USERS), Shop.copied(ORDERS)));

        assertThat(status.tables())
                .extracting(TableStatus::table, TableStatus::stage, TableStatus::copied)
                .containsExactly(
                        tuple(USERS, Stage.INDEXED, Shop.progress()), tuple(ORDERS, Stage.COPIED, Shop.progress()));
    }

    @Test
    void shows_the_phase_the_comparison_and_the_checkpoints() {
        MigrationStatus status = of(Shop.in(Phase.VERIFIED));

        assertThat(status.standing().phase()).isEqualTo(Phase.VERIFIED);
        assertThat(status.findings().verification()).contains(Shop.EQUAL);
        assertThat(status.findings().checkpoints()).hasSize(6);
    }

    @Test
    void a_rollback_leaves_nothing_copied_and_nothing_compared() {
        MigrationStatus status = of(Shop.in(Phase.VERIFIED).and(Shop.rollBack(), Shop.rolledBack()));

        assertThat(status.standing().phase()).isEqualTo(Phase.ROLLED_BACK);
        assertThat(status.findings().verification()).isEmpty();
        assertThat(status.tables())
                .extracting(TableStatus::stage, TableStatus::copied)
                .containsOnly(tuple(Stage.PLANNED, CopyProgress.NOT_OPEN));
    }

    @Test
    void the_end_of_an_older_run_is_not_that_of_the_last() {
        RunId older = new RunId("older");
        MigrationStatus status = of(List.of(
                new MigrationEvent.RunBegan(ID, NOON, older, Optional.empty()),
                new MigrationEvent.RunBegan(ID, NOON, Shop.RUN, Optional.empty()),
                new MigrationEvent.RunEnded(ID, NOON, older, RunOutcome.FAILED)));

        assertThat(status.run()).hasValueSatisfying(run -> {
            assertThat(run.id()).isEqualTo(Shop.RUN);
            assertThat(run.outcome()).isEmpty();
        });
    }

    @Test
    void notes_say_what_happened_on_the_way() {
        MigrationStatus status = of(List.of(
                new MigrationEvent.IncidentNoted(ID, NOON, new Incident.ServerAway(Side.OLD)),
                new MigrationEvent.IncidentNoted(ID, NOON, new Incident.ServerBack(Side.OLD)),
                new MigrationEvent.AdvanceRefused(ID, NOON, Phase.VERIFIED, List.of("this", "that")),
                new MigrationEvent.WorkFailed(ID, NOON, "copy", "no such table")));

        assertThat(status.findings().notes())
                .containsExactly(
                        new Note(NOON, NoteKind.SERVER_AWAY, "the old database does not answer"),
                        new Note(NOON, NoteKind.SERVER_BACK, "the old database answers again"),
                        new Note(NOON, NoteKind.GATE_CLOSED, "VERIFIED: this; that"),
                        new Note(NOON, NoteKind.WORK_FAILED, "copy: no such table"));
    }

    @Test
    void only_the_last_notes_are_kept() {
        MigrationStatus status = of(IntStream.range(0, StatusProjection.NOTES_KEPT + 7)
                .<MigrationEvent>mapToObj(i -> new MigrationEvent.WorkFailed(ID, NOON, "work " + i, "because"))
                .toList());

        assertThat(status.findings().notes()).hasSize(StatusProjection.NOTES_KEPT);
        assertThat(status.findings().notes().getFirst().text()).isEqualTo("work 7: because");
    }

    @Test
    void an_event_that_was_taken_in_before_changes_nothing() {
        MigrationStatus status = of(Shop.in(Phase.BACKFILLING));
        long last = status.standing().sequence();

        assertThat(StatusProjection.evolve(status, new MigrationEvent.RolledBack(ID, NOON), last))
                .isEqualTo(status);
    }
}
