package dev.theseus.messaging.stored;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.migration.MigrationEvent;
import dev.theseus.domain.plan.CutoverSettings;
import dev.theseus.domain.plan.FailbackSettings;
import dev.theseus.domain.plan.GateSettings;
import dev.theseus.domain.plan.Plan;
import dev.theseus.domain.plan.Plan.Settings;
import dev.theseus.domain.plan.VerificationSettings;
import dev.theseus.domain.routing.RolloutPolicy;
import dev.theseus.messaging.Shop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.axonframework.eventhandling.EventData;
import org.axonframework.eventhandling.GenericDomainEventEntry;
import org.axonframework.serialization.upcasting.event.InitialEventRepresentation;
import org.axonframework.serialization.upcasting.event.IntermediateEventRepresentation;
import org.junit.jupiter.api.Test;

/** Events as earlier versions stored them are still read. */
class OlderEventsTest {

    private static final Path OLDER = Path.of("src/test/resources/upcast");

    private final StoredFormSerializer serializer = new StoredFormSerializer(EventForms.ALL);

    @Test
    void settings_without_shadow_reads_and_comparisons_while_following_get_the_defaults() throws IOException {
        MigrationEvent.MigrationPlanned planned = (MigrationEvent.MigrationPlanned) read("migration.planned");
        MigrationEvent.SettingsChanged changed = (MigrationEvent.SettingsChanged) read("migration.settings-changed");
        MigrationEvent.CheckpointTaken taken = (MigrationEvent.CheckpointTaken) read("migration.checkpoint-taken");

        assertThat(settings(planned, changed, taken)).allSatisfy(settings -> {
            assertThat(settings.gates().shadow()).isEqualTo(GateSettings.Shadow.DEFAULT);
            assertThat(settings.verification().every()).isEqualTo(VerificationSettings.DEFAULT.every());
        });
        assertThat(changed.after()).isNotEqualTo(Settings.DEFAULT);
    }

    @Test
    void settings_without_a_cutover_get_the_defaults_and_a_checkpoint_says_that_nobody_read_from_new()
            throws IOException {
        for (int revision : List.of(1, 2)) {
            MigrationEvent.MigrationPlanned planned =
                    (MigrationEvent.MigrationPlanned) read("migration.planned", revision);
            MigrationEvent.SettingsChanged changed =
                    (MigrationEvent.SettingsChanged) read("migration.settings-changed", revision);
            MigrationEvent.CheckpointTaken taken =
                    (MigrationEvent.CheckpointTaken) read("migration.checkpoint-taken", revision);

            assertThat(settings(planned, changed, taken))
                    .allSatisfy(settings -> assertThat(settings.cutover()).isEqualTo(withoutMargin()));
            assertThat(taken.checkpoint().policy()).isEqualTo(RolloutPolicy.NOBODY);
        }
    }

    @Test
    void tables_without_a_mapping_look_the_same_on_both_sides() throws IOException {
        for (int revision : List.of(1, 2, 3, 4, 5)) {
            MigrationEvent.MigrationPlanned planned =
                    (MigrationEvent.MigrationPlanned) read("migration.planned", revision);

            assertThat(planned.plan().tables()).isEqualTo(Shop.plan().tables());
        }
    }

    @Test
    void a_migration_that_was_begun_without_them_leaves_out_no_numbers_and_keeps_all_keys() throws IOException {
        MigrationEvent.MigrationPlanned planned = (MigrationEvent.MigrationPlanned) read("migration.planned", 4);
        MigrationEvent.SettingsChanged changed = (MigrationEvent.SettingsChanged) read("migration.settings-changed", 3);
        MigrationEvent.CheckpointTaken taken = (MigrationEvent.CheckpointTaken) read("migration.checkpoint-taken", 3);

        assertThat(settings(planned, changed, taken))
                .allSatisfy(settings ->
                        assertThat(settings.cutover().sequenceMargin()).isZero());
        assertThat(planned.plan().keyMaps()).isEmpty();
    }

    @Test
    void a_migration_that_was_begun_without_a_choice_compares_all_tables_before_reads_come_back() throws IOException {
        MigrationEvent.MigrationPlanned planned = (MigrationEvent.MigrationPlanned) read("migration.planned", 5);
        MigrationEvent.SettingsChanged changed = (MigrationEvent.SettingsChanged) read("migration.settings-changed", 4);
        MigrationEvent.CheckpointTaken taken = (MigrationEvent.CheckpointTaken) read("migration.checkpoint-taken", 4);

        assertThat(settings(planned, changed, taken))
                .allSatisfy(settings ->
                        assertThat(settings.traffic().failback().compare()).isEqualTo(FailbackSettings.Compare.ALL));
    }

    /** Wherever these events speak of settings. */
    private static List<Plan.Settings> settings(
            MigrationEvent.MigrationPlanned planned,
            MigrationEvent.SettingsChanged changed,
            MigrationEvent.CheckpointTaken taken) {
        return List.of(
                planned.plan().settings(),
                changed.before(),
                changed.after(),
                taken.checkpoint().settings());
    }

    private static CutoverSettings withoutMargin() {
        CutoverSettings usual = CutoverSettings.DEFAULT;
        return new CutoverSettings(
                usual.budget(), usual.approval(), usual.readiness(), usual.wayBack(), usual.persistence(), 0);
    }

    private Object read(String name) throws IOException {
        return read(name, 1);
    }

    private Object read(String name, int revision) throws IOException {
        EventData<byte[]> stored = new GenericDomainEventEntry<>(
                "Migration",
                "shop",
                0,
                "id",
                Instant.EPOCH,
                name,
                Integer.toString(revision),
                Files.readAllBytes(OLDER.resolve(name + "." + revision + ".json")),
                "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        IntermediateEventRepresentation today = EventUpcasters.all()
                .upcast(Stream.of(new InitialEventRepresentation(stored, serializer)))
                .findFirst()
                .orElseThrow();
        return serializer.deserialize(today.getData());
    }
}
