package dev.theseus.app.report;

import dev.theseus.app.report.MigrationReport.Rollback;
import java.util.List;
import java.util.function.Function;

/** A report as a text that people read: Markdown, or a page of HTML that stands by itself. */
public final class ReportPages {

    private static final String STYLE = """
            :root { color-scheme: light dark; font-family: system-ui, sans-serif; line-height: 1.5; }
            body { max-width: 50rem; margin: 2rem auto; padding: 0 1rem; }
            table { border-collapse: collapse; }
            th, td { padding: 0.2rem 0.8rem 0.2rem 0; text-align: left; vertical-align: top; }
            """;

    private ReportPages() {}

    public static String markdown(MigrationReport report) {
        StringBuilder text = new StringBuilder();
        text.append("# Migration ")
                .append(markdown(report.migration()))
                .append("\n\nAs of ")
                .append(report.at());
        section(text, "State", list(report.state()));
        section(text, "Evidence", report.evidence().isEmpty() ? "None yet.\n" : facts(report));
        section(text, "Risks", list(report.risks()));
        section(text, "Next steps", list(report.nextSteps()));
        Rollback rollback = report.rollback();
        section(
                text,
                "Rollback",
                markdown(rollback.readiness()) + "\n"
                        + (rollback.checkpoints().isEmpty()
                                ? ""
                                : "\nIt can go back to: " + markdown(String.join(", ", rollback.checkpoints())) + "\n")
                        + (rollback.obstacles().isEmpty() ? "" : "\n" + list(rollback.obstacles())));
        section(
                text,
                "Incidents",
                list(report.incidents().stream()
                        .map(e -> e.at() + ", " + e.kind() + ": " + e.text())
                        .toList()));
        return text.toString();
    }

    private static void section(StringBuilder text, String title, String body) {
        text.append(text.toString().endsWith("\n") ? "" : "\n")
                .append("\n## ")
                .append(title)
                .append("\n\n")
                .append(body);
    }

    private static String list(List<String> items) {
        return items.isEmpty() ? "None.\n" : lines(items, item -> "- " + markdown(item) + "\n");
    }

    private static String facts(MigrationReport report) {
        return "| what | value |\n| --- | --- |\n"
                + lines(report.evidence(), f -> "| " + markdown(f.what()) + " | " + markdown(f.value()) + " |\n");
    }

    private static <T> String lines(List<T> items, Function<T, String> line) {
        return String.join("", items.stream().map(line).toList());
    }

    /** What a name holds must not be read as markup. */
    private static String markdown(String text) {
        return text.replaceAll("([\\\\*_\\[\\]<>|#])", "\\\\$1").replaceAll("\\s+", " ");
    }

    public static String html(MigrationReport report) {
        Rollback rollback = report.rollback();
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>Migration %1$s</title>
                <style>
                %2$s</style>
                </head>
                <body>
                <h1>Migration %1$s</h1>
                <p>As of %3$s</p>
                <h2>State</h2>
                %4$s<h2>Evidence</h2>
                <table>
                %5$s</table>
                <h2>Risks</h2>
                %6$s<h2>Next steps</h2>
                %7$s<h2>Rollback</h2>
                <p>%8$s</p>
                %9$s<h2>Incidents</h2>
                %10$s</body>
                </html>
                """.formatted(
                html(report.migration()),
                STYLE,
                html(report.at().toString()),
                items(report.state()),
                lines(
                        report.evidence(),
                        f -> "<tr><th>" + html(f.what()) + "</th><td>" + html(f.value()) + "</td></tr>\n"),
                items(report.risks()),
                items(report.nextSteps()),
                html(rollback.readiness()),
                (rollback.checkpoints().isEmpty()
                                ? ""
                                : "<p>It can go back to: " + html(String.join(", ", rollback.checkpoints())) + "</p>\n")
                        + (rollback.obstacles().isEmpty() ? "" : items(rollback.obstacles())),
                items(report.incidents().stream()
                        .map(e -> e.at() + ", " + e.kind() + ": " + e.text())
                        .toList()));
    }

    private static String items(List<String> items) {
        return items.isEmpty()
                ? "<p>None.</p>\n"
                : "<ul>\n" + lines(items, item -> "<li>" + html(item) + "</li>\n") + "</ul>\n";
    }

    private static String html(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
