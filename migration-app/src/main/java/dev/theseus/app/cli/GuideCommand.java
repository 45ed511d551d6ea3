package dev.theseus.app.cli;

import dev.theseus.app.plan.GuideSource;
import dev.theseus.app.plan.Passwords;
import dev.theseus.app.plan.PlanFile;
import dev.theseus.domain.inspection.Finding;
import dev.theseus.domain.inspection.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "guide",
        description = {
            "Writes down for developers what the migration changes: tables, columns, statements and consistency,",
            "as Markdown and as HTML. Reads both catalogues and no row; examples are made up."
        })
final class GuideCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    private PlanParameter plan;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "Where guide.md and guide.html are written. Default: the current directory.")
    private Path directory;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    GuideCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Console console = Session.console(spec.commandLine(), false);
        PlanFile file = PlanFile.read(plan.file, session.environment());
        GuideSource source = new GuideSource(file, new Passwords(session.environment()));
        return switch (source.guide()) {
            case GuideSource.Unreachable unreachable -> {
                unreachable.findings().forEach(f -> console.note(f.what() + ": " + f.message()));
                yield ExitCode.SERVER_FAILED.code();
            }
            case GuideSource.Unfit unfit -> {
                unfit.findings().stream()
                        .filter(f -> f.severity() == Severity.STOPS)
                        .map((Finding f) -> f.what() + ": " + f.message())
                        .forEach(console::note);
                console.note("The plan can't be described before this is mended.");
                yield ExitCode.BAD_INPUT.code();
            }
            case GuideSource.Described described -> {
                console.line(write(described));
                yield ExitCode.DONE.code();
            }
        };
    }

    private String write(GuideSource.Described guide) {
        try {
            Files.createDirectories(directory);
            Path markdown = Files.writeString(directory.resolve("guide.md"), guide.markdown());
            Path html = Files.writeString(directory.resolve("guide.html"), guide.html());
            return "Wrote " + markdown + " and " + html + ".";
        } catch (IOException e) {
            throw new BadInput("--out " + directory + ": can't be written to: " + e.getMessage());
        }
    }
}
