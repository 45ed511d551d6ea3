package dev.theseus.app.demo;

import dev.theseus.app.demo.Crossed.Completed;
import dev.theseus.app.demo.Crossed.Move;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the report says of authority, for people and for programs. */
final class CrossingReport {

    private CrossingReport() {}

    static List<String> lines(Crossed crossed) {
        List<String> lines = new ArrayList<>();
        for (Move move : crossed.moves()) {
            lines.add(line(
                    "%-14s writers held for %.1f ms; %,d requests around it, %,d failed; then %,d rows compared, %,d differ",
                    move.what(),
                    move.pause().toNanos() / 1e6,
                    move.requests(),
                    move.failed(),
                    move.rowsCompared(),
                    move.differences()));
        }
        crossed.completed()
                .ifPresent(end -> lines.add(line(
                        "completed      in %.1f s; %,d requests around it, %,d failed; writes lost in all %,d of %,d",
                        end.took().toMillis() / 1e3,
                        end.requests(),
                        end.failed(),
                        end.losses().lost(),
                        end.losses().checked())));
        return lines;
    }

    static Map<String, Object> json(Crossed crossed) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("moves", crossed.moves().stream().map(CrossingReport::json).toList());
        crossed.completed().ifPresent(end -> json.put("completed", json(end)));
        return json;
    }

    private static Map<String, Object> json(Move move) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("what", move.what());
        json.put("pauseMillis", move.pause().toNanos() / 1e6);
        json.put("tookMillis", move.took().toMillis());
        json.put("requests", move.requests());
        json.put("committed", move.committed());
        json.put("failed", move.failed());
        json.put("rowsCompared", move.rowsCompared());
        json.put("differences", move.differences());
        return json;
    }

    private static Map<String, Object> json(Completed end) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("tookMillis", end.took().toMillis());
        json.put("requests", end.requests());
        json.put("failed", end.failed());
        json.put("writesChecked", end.losses().checked());
        json.put("writesLost", end.losses().lost());
        return json;
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency of the program
    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
