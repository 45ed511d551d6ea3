package dev.theseus.domain.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.alert.Alert.Severity;
import dev.theseus.domain.plan.MigrationId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RepeatsTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static Notice at(int second, String migration, Severity severity) {
        return Notice.of(
                new MigrationId(migration),
                START.plusSeconds(second),
                new Alert(Alert.Kind.OTHER, severity, "at " + second));
    }

    private static List<Notice> told(Repeats repeats, Notice... notices) {
        List<Notice> told = new ArrayList<>();
        Repeats now = repeats;
        for (Notice notice : notices) {
            Repeats.Verdict verdict = now.hear(notice);
            verdict.notice().ifPresent(told::add);
            now = verdict.after();
        }
        return told;
    }

    @Test
    void of_one_kind_one_is_told_in_a_period_and_the_next_one_says_how_many_were_not() {
        List<Notice> told = told(
                Repeats.within(Duration.ofSeconds(60)),
                at(0, "shop", Severity.WARNING),
                at(1, "shop", Severity.WARNING),
                at(59, "shop", Severity.WARNING),
                at(60, "shop", Severity.WARNING),
                at(120, "shop", Severity.WARNING));

        assertThat(told).extracting(n -> n.alert().text()).containsExactly("at 0", "at 60", "at 120");
        assertThat(told).extracting(Notice::kept).containsExactly(0L, 2L, 0L);
    }

    @Test
    void a_worse_one_and_one_of_another_migration_are_others() {
        assertThat(told(
                        Repeats.within(Duration.ofSeconds(60)),
                        at(0, "shop", Severity.WARNING),
                        at(1, "shop", Severity.CRITICAL),
                        at(2, "stock", Severity.WARNING)))
                .hasSize(3);
    }

    @Test
    void a_report_comes_as_often_as_it_is_asked_for() {
        Alert report = new Alert(Alert.Kind.REPORT, Severity.INFO, "all is well");
        Notice notice = Notice.of(new MigrationId("shop"), START, report);

        assertThat(told(Repeats.within(Duration.ofDays(9)), notice, notice, notice))
                .containsExactly(notice, notice, notice);
    }

    @Test
    void without_a_period_all_are_told() {
        assertThat(told(
                        Repeats.within(Duration.ZERO),
                        at(0, "shop", Severity.WARNING),
                        at(0, "shop", Severity.WARNING)))
                .hasSize(2);
    }
}
