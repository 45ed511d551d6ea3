package dev.theseus.app.cli;

import dev.theseus.app.cli.Console.Form;
import dev.theseus.app.plan.Choices;
import dev.theseus.app.plan.PlanCheck.CheckedTable;
import dev.theseus.app.plan.PlanCheck.Report;
import dev.theseus.app.plan.PlanFile;
import dev.theseus.domain.inspection.Finding;
import dev.theseus.domain.inspection.Severity;
import java.util.List;
import java.util.Locale;

/** Prints what a check found. */
public record CheckOutput(PlanFile file, Report report, Console console) {

    public void print() {
        if (console.form() == Form.JSON) {
            console.json(new Result(
                    file.migration().value(),
                    Choices.text(report.verdict()),
                    report.findings().stream().map(Item::of).toList(),
                    report.tables()));
            return;
        }
        tables();
        findings();
        console.line(summary());
    }

    private void tables() {
        int width =
                report.tables().stream().mapToInt(t -> label(t).length()).max().orElse(0);
        for (CheckedTable table : report.tables()) {
            console.line("%-7s%s  about %,d rows, key (%s)"
                    .formatted("table", padded(label(table), width), table.rows(), String.join(", ", table.key())));
        }
    }

    private static String label(CheckedTable table) {
        return table.table().equals(table.target()) ? table.table() : table.table() + " -> " + table.target();
    }

    private void findings() {
        int width = report.findings().stream()
                .mapToInt(f -> f.what().length())
                .max()
                .orElse(0);
        for (Finding finding : report.findings()) {
            console.line(severity(finding.severity()) + padded(finding.what(), width) + "  " + finding.message());
        }
    }

    private String severity(Severity severity) {
        String text = "%-7s".formatted(Choices.text(severity));
        return switch (severity) {
            case STOPS -> console.styled("bold,fg(red)", text);
            case WARNS -> console.styled("fg(yellow)", text);
            case NOTES -> text;
        };
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    private String summary() {
        return switch (report.verdict()) {
            case OK ->
                "Nothing would stop the run of %s: %d tables."
                        .formatted(file.migration(), report.tables().size());
            case STOPS -> "The run of %s would stop: %d to mend.".formatted(file.migration(), stops());
            case UNREACHABLE -> "The plan could not be checked.";
        };
    }

    private long stops() {
        return report.findings().stream()
                .filter(f -> f.severity() == Severity.STOPS)
                .count();
    }

    /** What a script gets. */
    record Result(String migration, String verdict, List<Item> findings, List<CheckedTable> tables) {}

    /** A finding as a script gets it. */
    record Item(String severity, String check, String what, String message) {
        static Item of(Finding finding) {
            return new Item(
                    finding.severity().name().toLowerCase(Locale.ROOT),
                    finding.check().toString(),
                    finding.what(),
                    finding.message());
        }
    }
}
