package dev.theseus.app.cli;

import dev.theseus.app.cli.Operations.ReportForm;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "report",
        description = {
            "Prints where a migration stands, for people who don't run it: state, evidence, incidents, risks,",
            "next steps, and whether it could go back."
        })
final class ReportCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    private PlanParameter plan;

    @Mixin
    private ServerOption server;

    @Option(
            names = "--format",
            paramLabel = "md|html|json",
            defaultValue = "md",
            description = "Of the report: md (Markdown), html (a page that stands by itself) or json.")
    private String format;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    ReportCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        return session.operations()
                .report(
                        session.order(plan.file, Optional.empty(), server),
                        form(),
                        Session.console(spec.commandLine(), false))
                .code();
    }

    private ReportForm form() {
        return switch (format) {
            case "md" -> ReportForm.MARKDOWN;
            case "html" -> ReportForm.HTML;
            case "json" -> ReportForm.JSON;
            default -> throw new BadInput("--format: \"" + format + "\" is none of md, html and json");
        };
    }
}
