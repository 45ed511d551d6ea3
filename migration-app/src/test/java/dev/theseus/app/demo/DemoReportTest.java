package dev.theseus.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.app.demo.FinalComparison.ComparedTable;
import dev.theseus.jdbc.shop.GatewayFigures;
import dev.theseus.jdbc.shop.Latencies;
import dev.theseus.jdbc.shop.Losses;
import dev.theseus.jdbc.shop.ReadFigures;
import dev.theseus.jdbc.shop.ReadFigures.Answers;
import dev.theseus.jdbc.shop.Shop;
import dev.theseus.jdbc.shop.ShopFigures;
import dev.theseus.jdbc.shop.TrafficFigures;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DemoReportTest {

    private static final RunResult RUN = new RunResult(
            Optional.empty(),
            new RunResult.Copied(1_000_000, 260_000_000, Duration.ofSeconds(20)),
            new RunResult.Relayed(50_000, 41_000, Duration.ofMillis(40), Duration.ofMillis(210)),
            new RunResult.Verified(1_020_000, 0, 0));

    private static final ReadFigures.Sides NO_LATENCIES = new ReadFigures.Sides(Latencies.none(), Latencies.none());

    private static final Shifted SHIFTED = new Shifted(
            List.of(new Shifted.Step(
                    50,
                    Duration.ofMillis(105),
                    new ReadFigures(new Answers(1_980, 2_020), new Answers(900, 100), 0, 0, NO_LATENCIES))),
            Optional.of(new Shifted.Outage(Duration.ofMillis(4_100), Duration.ofMillis(3_200), 12, 90, 0)),
            RUN);

    private static final Crossed CROSSED = new Crossed(
            List.of(new Crossed.Move(
                    "cutover", Duration.ofNanos(6_250_000), Duration.ofMillis(2_300), 6_000, 900, 0, 1_020_000, 0)),
            Optional.of(new Crossed.Completed(Duration.ofMillis(400), 3_000, 0, new Losses(17_000, 0, 0))));

    private static final ComparedTable USERS = new ComparedTable("shop.users", 1_030_000, 1_030_000, 0, "");

    @Test
    void the_json_form_is_the_approved_one() throws IOException {
        assertThat(ReportJson.of(report(RUN, USERS, new Losses(16_000, 0, 0), Map.of())))
                .isEqualTo(approved());
    }

    @Test
    void the_text_says_what_was_done_and_that_nothing_is_lost() {
        assertThat(ReportText.of(report(RUN, USERS, new Losses(16_000, 0, 0), Map.of())))
                .contains("1,000,000 rows, 260 MB in 20.0 s")
                .contains("50,000 rows/s, 13.0 MB/s")
                .contains("p50 40 ms, p99 210 ms")
                .contains("0 of 16,000")
                .endsWith("New is equal to old, no write was lost, no request failed.");
    }

    @Test
    void each_fault_is_named() {
        assertThat(report(RunResult.stopped("no disk"), USERS, new Losses(1, 0, 0), Map.of())
                        .faults())
                .containsExactly("the migration stopped: no disk");
        assertThat(report(RUN, USERS, new Losses(1, 2, 3), Map.of()).faults())
                .containsExactly("2 committed writes are lost", "3 writes are there although they were rolled back");
        assertThat(report(RUN, USERS, new Losses(1, 0, 0), Map.of("08006", 4L)).faults())
                .containsExactly("4 requests of clients failed, by SQLSTATE {08006=4}");
        assertThat(report(
                                RUN,
                                new ComparedTable("shop.users", 1_030_000, 1_029_999, 1, "key 7"),
                                new Losses(1, 0, 0),
                                Map.of())
                        .faults())
                .containsExactly("1 rows of shop.users differ, the first: key 7");
    }

    @Test
    void what_the_gateways_did_wrong_or_did_not_show_is_a_fault() {
        assertThat(with(served(Map.of(), 2)).faults())
                .containsExactly("2 reads did not show what the reader had written");

        Shifted nothingOnNew = new Shifted(
                List.of(new Shifted.Step(5, Duration.ZERO, ReadFigures.none())),
                Optional.of(new Shifted.Outage(Duration.ZERO, Duration.ZERO, 0, 0, 0)),
                RunResult.stopped("no disk"));
        assertThat(with(new DemoReport.Served(served(Map.of(), 0).shop(), nothingOnNew, Crossed.NOTHING))
                        .faults())
                .containsExactly(
                        "the migration stopped while the reads went over: no disk",
                        "no read was answered by new at 5.0 %",
                        "no read fell back while new was away");
    }

    @Test
    void the_text_says_where_reads_went() {
        assertThat(ReportText.of(report(RUN, USERS, new Losses(16_000, 0, 0), Map.of())))
                .contains("asked  50 %, measured  50.5 % of 4,000; all nodes went by it after 105 ms")
                .contains("read 29,000 times, 9,000 of them from new; 0 stale")
                .contains("120 of 16,000 writes were left to the relay")
                .contains("away for 4.1 s, read again after 3.2 s: 12 fallbacks, 0 failed requests");
    }

    @Test
    void the_text_says_how_authority_moved() {
        assertThat(ReportText.of(report(RUN, USERS, new Losses(16_000, 0, 0), Map.of())))
                .contains(
                        "writers held for 6.3 ms; 6,000 requests around it, 0 failed; then 1,020,000 rows compared, 0 differ")
                .contains("in 0.4 s; 3,000 requests around it, 0 failed; writes lost in all 0 of 17,000");
    }

    @Test
    void what_went_wrong_while_authority_moved_is_a_fault() {
        Crossed crossed = new Crossed(
                List.of(new Crossed.Move("cutover", Duration.ZERO, Duration.ZERO, 1, 0, 0, 0, 2)),
                Optional.of(new Crossed.Completed(Duration.ZERO, 0, 1, new Losses(1, 3, 0))));
        assertThat(with(new DemoReport.Served(served(Map.of(), 0).shop(), SHIFTED, crossed))
                        .faults())
                .containsExactly(
                        "2 rows differ after the cutover",
                        "nothing was compared after the cutover",
                        "nothing was written around the cutover",
                        "1 requests failed around the completion",
                        "3 committed writes are lost at the end",
                        "nobody used the shop around the completion");
    }

    private static DemoReport with(DemoReport.Served served) {
        DemoReport good = report(RUN, USERS, new Losses(16_000, 0, 0), Map.of());
        return new DemoReport(good.begun(), good.run(), served, good.atRest(), good.duration());
    }

    @Test
    void a_comparison_that_left_rows_out_is_a_fault() {
        assertThat(report(RUN, new ComparedTable("shop.users", 5, 5, 0, ""), new Losses(1, 0, 0), Map.of())
                        .faults())
                .containsExactly("only 5 of 1030000 rows were compared");
    }

    @Test
    void a_demonstration_without_traffic_shows_nothing() {
        assertThat(report(RUN, USERS, new Losses(0, 0, 0), Map.of()).verdict()).isEqualTo(DemoReport.Verdict.FAULTY);
    }

    private static DemoReport report(RunResult run, ComparedTable table, Losses losses, Map<String, Long> errors) {
        return new DemoReport(
                new Shop.Census(1_000_000, 250_000_000),
                run,
                served(errors, 0),
                new DemoReport.AtRest(new Shop.Census(1_030_000, 261_000_000), List.of(table), losses, List.of()),
                Duration.ofSeconds(75));
    }

    private static DemoReport.Served served(Map<String, Long> errors, long stale) {
        ReadFigures reads =
                new ReadFigures(new Answers(30_000, 10_000), new Answers(20_000, 9_000), stale, 12, NO_LATENCIES);
        return new DemoReport.Served(
                new ShopFigures(
                        new TrafficFigures(16_000, 800, 2, errors, Duration.ofMillis(95)),
                        reads,
                        new GatewayFigures(100, 16_000, 120, 500, 0)),
                SHIFTED,
                CROSSED);
    }

    private static String approved() throws IOException {
        try (InputStream sample = DemoReportTest.class.getResourceAsStream("demo-report.json")) {
            return new String(sample.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
