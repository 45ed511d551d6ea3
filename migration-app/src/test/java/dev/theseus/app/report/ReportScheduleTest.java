package dev.theseus.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.app.alert.ReportSettings;
import dev.theseus.domain.alert.Alert;
import dev.theseus.domain.alert.AlertSink;
import dev.theseus.domain.alert.Notice;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.plan.MigrationId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // a schedule sends by itself
class ReportScheduleTest {

    private static final MigrationId SHOP = new MigrationId("shop");
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final MigrationReport REPORT = new MigrationReport(
            "shop",
            NOON,
            Phase.RAMPING,
            List.of(Phase.RAMPING),
            List.of("10 % read from new"),
            List.of(),
            List.of(),
            List.of("nobody has compared for a day"),
            List.of(),
            new MigrationReport.Rollback("nothing stands in the way", List.of(), List.of()));

    private final BlockingQueue<Notice> told = new LinkedBlockingQueue<>();
    private final AlertSink sink = told::add;

    private ReportSchedule every(Duration period, Callable<Optional<MigrationReport>> making) {
        return ReportSchedule.start(SHOP, ReportSettings.every(period), making, sink);
    }

    @Test
    void a_report_is_sent_at_the_beginning_and_again_after_each_period() throws Exception {
        try (ReportSchedule schedule = every(Duration.ofSeconds(1), () -> Optional.of(REPORT))) {
            Notice first = told.poll(10, TimeUnit.SECONDS);
            assertThat(first.migration()).isEqualTo(SHOP);
            assertThat(first.at()).isEqualTo(NOON);
            assertThat(first.alert().kind()).isEqualTo(Alert.Kind.REPORT);
            assertThat(first.alert().severity()).isEqualTo(Alert.Severity.INFO);
            assertThat(first.alert().text())
                    .contains("# Migration shop", "10 % read from new", "nobody has compared for a day");
            assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo(first);
        }
    }

    @Test
    void one_that_can_t_be_made_or_has_nothing_to_tell_is_left_out() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        Callable<Optional<MigrationReport>> making = () -> {
            return switch (tries.getAndIncrement()) {
                case 0 -> throw new IllegalStateException("old does not answer");
                case 1 -> Optional.empty();
                default -> Optional.of(REPORT);
            };
        };
        try (ReportSchedule schedule = every(Duration.ofSeconds(1), making)) {
            assertThat(told.poll(10, TimeUnit.SECONDS)).isNotNull();
            assertThat(tries).hasValueGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void none_is_sent_where_none_is_wanted_and_none_after_the_end() throws Exception {
        ReportSchedule.start(SHOP, ReportSettings.NONE, () -> Optional.of(REPORT), sink)
                .close();
        ReportSchedule daily = every(Duration.ofDays(1), () -> Optional.of(REPORT));
        assertThat(told.poll(10, TimeUnit.SECONDS)).isNotNull();
        daily.close();

        assertThat(told).isEmpty();
    }
}
