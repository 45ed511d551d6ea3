package dev.theseus.app.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.theseus.domain.plan.AutomaticRollbackSettings;
import dev.theseus.domain.plan.CutoverSettings;
import dev.theseus.domain.plan.FailbackSettings;
import dev.theseus.domain.plan.Plan;
import dev.theseus.domain.plan.RolloutSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LateSettingsTest {

    @TempDir
    private Path directory;

    private Plan.Settings read(String settings) throws IOException {
        Path file = Files.writeString(directory.resolve("plan.yaml"), """
                migration: m
                old: { url: "postgresql://a/b", user: u }
                new: { url: "postgresql://c/d", user: u }
                schemas: [public]
                %s
                """.formatted(settings));
        return PlanFile.read(file, Map.of()).settings();
    }

    @Test
    void what_is_left_out_keeps_its_default() throws IOException {
        Plan.Settings settings = read("cutover: { dwell: 1h, approval: required }");

        assertThat(settings.cutover().readiness().dwell()).isEqualTo(Duration.ofHours(1));
        assertThat(settings.cutover().approval()).isEqualTo(CutoverSettings.Approval.REQUIRED);
        assertThat(settings.cutover().budget()).isEqualTo(CutoverSettings.DEFAULT.budget());
        assertThat(settings.cutover().wayBack()).isEqualTo(CutoverSettings.DEFAULT.wayBack());
        assertThat(settings.cutover().sequenceMargin()).isEqualTo(1_000);
        assertThat(read("cutover: { sequence-margin: 0 }").cutover().sequenceMargin())
                .isZero();
        assertThat(settings.traffic().rollout()).isEqualTo(RolloutSettings.DEFAULT);
    }

    @Test
    void who_shortens_the_pause_alone_shortens_the_wait_within_it() throws IOException {
        assertThat(read("cutover: { pause: 50ms }").cutover().budget().lockWait())
                .isEqualTo(Duration.ofMillis(50));
    }

    @Test
    void steps_and_modes_are_read() throws IOException {
        Plan.Settings settings = read("""
                rollout: { mode: approval, steps: [{ percentage: 5, dwell: 1m }, { percentage: 100 }] }
                automatic-rollback: { mode: off, at-most: 1 }""");

        assertThat(settings.traffic().rollout().steps())
                .isEqualTo(List.of(new RolloutSettings.Step(5, Duration.ofMinutes(1)), RolloutSettings.Step.at(100)));
        assertThat(settings.traffic().rollout().mode()).isEqualTo(RolloutSettings.Mode.APPROVAL);
        assertThat(settings.traffic().automaticRollback().mode()).isEqualTo(AutomaticRollbackSettings.Mode.OFF);
        assertThat(settings.traffic().automaticRollback().guard().rollbacks()).isEqualTo(1);
    }

    @Test
    void what_a_failback_compares_is_read() throws IOException {
        assertThat(read("failback: { compare: all }").traffic().failback())
                .isEqualTo(new FailbackSettings(FailbackSettings.DEFAULT.deadline(), FailbackSettings.Compare.ALL));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cutover: { lock-wait: 2s }|cutover.lock-wait: the wait for the fence is part of the pause",
                "cutover: { approval: maybe }|cutover.approval: `maybe` is none of required, not-required",
                "cutover: { longest-rest: 1ms }|cutover.longest-rest",
                "cutover: { sequence-margin: -1 }|cutover.sequence-margin: the margin for sequences is 0 numbers or more",
                "cutover: { dwel: 1s }|did you mean `dwell`?",
                "rollout: { steps: [{ percentage: 50 }, { percentage: 10 }] }|rollout.steps: the steps of a rollout grow",
                "rollout: { steps: [{ percentage: 0 }] }|percentage: a step of a rollout is more than 0",
                "rollout: { steps: [{ dwell: 1m }] }|percentage: missing",
                "rollout: { error-rate: 2 }|rollout.error-rate",
                "automatic-rollback: { at-most: 0 }|automatic-rollback.at-most",
                "failback: { compare: some }|failback.compare: `some` is none of touched, all",
                "failback: { deadline: 0s }|failback.deadline"
            })
    void what_can_t_be_used_is_refused_at_its_place(String settings, String message) {
        assertThatThrownBy(() -> read(settings))
                .isInstanceOf(PlanFileRefused.class)
                .hasMessageContaining(message);
    }
}
