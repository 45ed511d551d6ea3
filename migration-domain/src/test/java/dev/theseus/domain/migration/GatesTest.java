package dev.theseus.domain.migration;

import static dev.theseus.domain.migration.Shop.NOON;
import static dev.theseus.domain.migration.Shop.QUIET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.changelog.ChangeLog.Backlog;
import dev.theseus.domain.gate.Evidence;
import dev.theseus.domain.gate.GateResult;
import dev.theseus.domain.gate.ShadowReads;
import dev.theseus.domain.migration.MigrationState.Underway;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.phase.PhaseTable;
import dev.theseus.domain.verification.VerificationReport.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GatesTest {

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"RAMPING", "CUT_OVER", "COMPLETED", "ROLLING_BACK", "ROLLED_BACK"})
    void the_next_gate_is_open_when_everything_is_there(Phase phase) {
        Phase next = PhaseTable.next(phase).orElseThrow();

        assertThat(missing(next, Shop.ready(phase), Shop.FRESH, NOON)).isEmpty();
    }

    @Test
    void preparing_asks_for_the_bookkeeping() {
        assertThat(missing(Phase.PREPARED, Shop.in(Phase.PLANNED)))
                .containsExactly("the bookkeeping does not stand in both databases");
    }

    @Test
    void capturing_and_backfilling_ask_for_capture_on_every_table() {
        assertThat(missing(Phase.CAPTURING, Shop.in(Phase.PREPARED)))
                .containsExactly("table public.users is not under capture", "table public.orders is not under capture");
        assertThat(missing(Phase.BACKFILLING, Shop.in(Phase.PREPARED).and(Shop.captured(Shop.USERS))))
                .containsExactly("table public.orders is not under capture");
    }

    @Test
    void catching_up_asks_for_every_copy_and_its_indexes() {
        Story story = Shop.in(Phase.BACKFILLING).and(Shop.copied(Shop.USERS));

        assertThat(missing(Phase.CATCHING_UP, story))
                .containsExactly(
                        "table public.orders is not copied",
                        "table public.users has its indexes not built",
                        "table public.orders has its indexes not built");
    }

    @Test
    void dual_writing_asks_for_the_catch_up() {
        assertThat(missing(Phase.DUAL_WRITING, Shop.in(Phase.CATCHING_UP)))
                .containsExactly("the changes made during the copy are not all applied");
    }

    @Test
    void dual_writing_and_verified_ask_for_figures_that_are_fresh() {
        Instant later = NOON.plus(Duration.ofMinutes(2));

        assertThat(missing(Phase.DUAL_WRITING, Shop.ready(Phase.CATCHING_UP), Shop.FRESH, later))
                .containsExactly("the figures are 120 s old, at most 60 s are allowed");
        assertThat(missing(Phase.VERIFIED, Shop.ready(Phase.DUAL_WRITING), Shop.FRESH, later))
                .containsExactly("the figures are 120 s old, at most 60 s are allowed");
    }

    @Test
    void dual_writing_and_verified_ask_for_a_small_lag() {
        Evidence lagging = new Evidence(NOON, new Backlog(9, 0, Duration.ofMillis(5001), 9));

        assertThat(missing(Phase.DUAL_WRITING, Shop.ready(Phase.CATCHING_UP), lagging, NOON))
                .containsExactly("the relay lags by 5001 ms, at most 5000 ms are allowed");
        assertThat(missing(Phase.VERIFIED, Shop.ready(Phase.DUAL_WRITING), lagging, NOON))
                .containsExactly("the relay lags by 5001 ms, at most 5000 ms are allowed");
    }

    @Test
    void verified_asks_that_nothing_is_set_aside() {
        Evidence setAside = new Evidence(NOON, new Backlog(0, 3, Duration.ZERO, 9));

        assertThat(missing(Phase.VERIFIED, Shop.ready(Phase.DUAL_WRITING), setAside, NOON))
                .containsExactly("3 changes are set aside because they can't be applied");
    }

    @Test
    void verified_asks_for_a_comparison() {
        assertThat(missing(Phase.VERIFIED, Shop.in(Phase.DUAL_WRITING)))
                .containsExactly("the databases have not been compared");
    }

    @Test
    void verified_asks_for_a_comparison_that_compared_something() {
        assertThat(missing(Phase.VERIFIED, after(Verdict.NOTHING_COMPARED, 2, 0)))
                .containsExactly("the last comparison compared nothing");
    }

    @Test
    void verified_asks_for_a_comparison_that_settled_every_row() {
        assertThat(missing(Phase.VERIFIED, after(Verdict.UNSETTLED, 2, 0)))
                .containsExactly("the last comparison could not settle some rows, because they changed too often");
    }

    @Test
    void verified_asks_for_a_comparison_that_found_no_difference() {
        assertThat(missing(Phase.VERIFIED, after(Verdict.DIVERGENT, 2, 7)))
                .containsExactly("7 rows differ, at most 0 are allowed");
    }

    @Test
    void as_many_rows_may_differ_or_be_set_aside_as_the_plan_permits() {
        Story permitted = Shop.in(Phase.DUAL_WRITING)
                .and(new MigrationCommand.ChangeSettings(Shop.ID, NOON, Shop.permitting(7)))
                .and(Shop.compared(Shop.summary(Verdict.DIVERGENT, 2, 7)));

        assertThat(missing(Phase.VERIFIED, permitted, new Evidence(NOON, new Backlog(0, 7, Duration.ZERO, 9)), NOON))
                .isEmpty();
        assertThat(missing(Phase.VERIFIED, permitted, new Evidence(NOON, new Backlog(0, 8, Duration.ZERO, 9)), NOON))
                .containsExactly("8 changes are set aside because they can't be applied");
        assertThat(missing(Phase.VERIFIED, permitted.and(Shop.compared(Shop.summary(Verdict.DIVERGENT, 2, 8)))))
                .containsExactly("8 rows differ, at most 7 are allowed");
    }

    @Test
    void verified_asks_for_a_comparison_of_every_table() {
        assertThat(missing(Phase.VERIFIED, after(Verdict.EQUAL, 1, 0)))
                .containsExactly("the last comparison covered 1 of 2 tables");
    }

    @Test
    void ramping_asks_for_enough_shadow_reads() {
        assertThat(missing(Phase.RAMPING, Shop.in(Phase.SHADOWING), shadow(99, 0), NOON))
                .containsExactly("99 shadow reads were compared, at least 100 are asked for");
    }

    @Test
    void ramping_asks_for_shadow_reads_that_did_not_differ() {
        assertThat(missing(Phase.RAMPING, Shop.in(Phase.SHADOWING), shadow(1000, 1), NOON))
                .containsExactly("1 of 1000 shadow reads differed, at most 0.0 % are allowed");
    }

    @Test
    void shadowing_and_ramping_ask_for_a_last_comparison_that_found_no_difference() {
        MigrationCommand differs = Shop.compared(Shop.summary(Verdict.DIVERGENT, 2, 7));

        assertThat(missing(Phase.SHADOWING, Shop.in(Phase.VERIFIED).and(differs)))
                .containsExactly("7 rows differ, at most 0 are allowed");
        assertThat(missing(Phase.RAMPING, Shop.in(Phase.SHADOWING).and(differs), Shop.FRESH, NOON))
                .containsExactly("7 rows differ, at most 0 are allowed");
    }

    private static Evidence shadow(long compared, long mismatches) {
        return new Evidence(NOON, QUIET, new ShadowReads(compared, mismatches));
    }

    @Test
    void everything_that_is_missing_is_named_at_once() {
        Evidence bad = new Evidence(NOON.minusSeconds(61), new Backlog(9, 1, Duration.ofSeconds(6), 9));

        assertThat(missing(Phase.VERIFIED, after(Verdict.DIVERGENT, 1, 2), bad, NOON))
                .containsExactly(
                        "2 rows differ, at most 0 are allowed",
                        "the last comparison covered 1 of 2 tables",
                        "the figures are 61 s old, at most 60 s are allowed",
                        "the relay lags by 6000 ms, at most 5000 ms are allowed",
                        "1 changes are set aside because they can't be applied");
    }

    @ParameterizedTest
    @EnumSource(names = {"PLANNED", "ROLLING_BACK", "ROLLED_BACK"})
    void the_other_phases_are_not_entered_by_advancing(Phase phase) {
        assertThat(missing(phase, Shop.in(Phase.VERIFIED)))
                .containsExactly("phase " + phase + " is not entered by advancing");
    }

    private static Story after(Verdict verdict, int tables, long divergences) {
        return Shop.in(Phase.DUAL_WRITING).and(Shop.compared(Shop.summary(verdict, tables, divergences)));
    }

    private static List<String> missing(Phase to, Story story) {
        return missing(to, story, new Evidence(NOON, QUIET), NOON);
    }

    private static List<String> missing(Phase to, Story story, Evidence evidence, Instant at) {
        return switch (Gates.check(to, (Underway) story.state(), evidence, at)) {
            case GateResult.Open open -> List.of();
            case GateResult.Closed closed -> closed.missing();
        };
    }
}
