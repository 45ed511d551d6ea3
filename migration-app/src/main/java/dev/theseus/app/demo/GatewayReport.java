package dev.theseus.app.demo;

import dev.theseus.app.demo.Shifted.Outage;
import dev.theseus.app.demo.Shifted.Step;
import dev.theseus.jdbc.shop.Latencies;
import dev.theseus.jdbc.shop.ReadFigures;
import dev.theseus.jdbc.shop.ShopFigures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the report says of the gateways, for people and for programs. */
final class GatewayReport {

    private static final double MEDIAN = 50;
    private static final double HIGH = 99;

    private GatewayReport() {}

    static List<String> lines(DemoReport.Served served) {
        ShopFigures shop = served.shop();
        ReadFigures shifting = served.shifted().reads();
        List<String> lines = new ArrayList<>();
        lines.add(line(
                "requests       %,d of which %,d reads; %,d failed",
                shop.requests(), shop.reads().all(), shop.traffic().errorCount()));
        for (Step step : served.shifted().steps()) {
            lines.add(line(
                    "reads on new   asked %3.0f %%, measured %5.1f %% of %,d; all nodes went by it after %d ms",
                    step.asked(),
                    step.reads().browsed().percentage(),
                    step.reads().browsed().all(),
                    step.reached().toMillis()));
        }
        lines.add(line(
                "own writes     read %,d times, %,d of them from new; %,d stale",
                shop.reads().own().all(),
                shop.reads().own().target(),
                shop.reads().stale()));
        lines.add(line(
                "reads took     old %s, new %s",
                latencies(shifting.latencies().old()),
                latencies(shifting.latencies().target())));
        lines.add(line(
                "dual writes    %,d of %,d writes were left to the relay",
                shop.gateway().left(), shop.gateway().writes()));
        lines.add(line(
                "shadow reads   %,d compared, %,d mismatches",
                shop.gateway().shadowed(), shop.gateway().mismatches()));
        served.shifted()
                .outage()
                .ifPresent(outage -> lines.add(line(
                        "new killed     away for %.1f s, read again after %.1f s: %,d fallbacks, %,d failed requests",
                        seconds(outage.away()), seconds(outage.back()), outage.fallbacks(), outage.failed())));
        return lines;
    }

    private static String latencies(Latencies latencies) {
        return line(
                "p50 %.2f ms p99 %.2f ms", millis(latencies.percentile(MEDIAN)), millis(latencies.percentile(HIGH)));
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency of the program
    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    static Map<String, Object> json(DemoReport.Served served) {
        ShopFigures shop = served.shop();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("requests", shop.requests());
        json.put("failed", shop.traffic().errorCount());
        json.put("reads", shop.reads().all());
        json.put("ownReads", shop.reads().own().all());
        json.put("ownReadsFromNew", shop.reads().own().target());
        json.put("staleReads", shop.reads().stale());
        json.put("fallbacks", shop.reads().fallbacks());
        json.put("dualWritesLeft", shop.gateway().left());
        json.put("shadowReads", shop.gateway().shadowed());
        json.put("mismatches", shop.gateway().mismatches());
        json.put("old", latenciesJson(served.shifted().reads().latencies().old()));
        json.put("new", latenciesJson(served.shifted().reads().latencies().target()));
        json.put(
                "steps",
                served.shifted().steps().stream().map(GatewayReport::json).toList());
        served.shifted().outage().ifPresent(outage -> json.put("outage", json(outage)));
        return json;
    }

    private static Map<String, Object> latenciesJson(Latencies latencies) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("reads", latencies.count());
        json.put("p50Millis", millis(latencies.percentile(MEDIAN)));
        json.put("p99Millis", millis(latencies.percentile(HIGH)));
        return json;
    }

    private static Map<String, Object> json(Step step) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("askedPercentage", step.asked());
        json.put("measuredPercentage", step.reads().browsed().percentage());
        json.put("reads", step.reads().browsed().all());
        json.put("reachedMillis", step.reached().toMillis());
        return json;
    }

    private static Map<String, Object> json(Outage outage) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("awayMillis", outage.away().toMillis());
        json.put("backMillis", outage.back().toMillis());
        json.put("fallbacks", outage.fallbacks());
        json.put("dualWritesLeft", outage.left());
        json.put("failed", outage.failed());
        return json;
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1e3;
    }
}
