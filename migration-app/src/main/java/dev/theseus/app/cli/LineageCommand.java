package dev.theseus.app.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "lineage",
        description = {
            "Shows where a row of new comes from: when it was copied, by which chunk and mapping, and what the change"
                    + " log says of its key.",
            "Reads both databases, changes nothing, and shows no contents."
        })
final class LineageCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    private PlanParameter plan;

    @Parameters(index = "1", paramLabel = "TABLE", description = "Of the old database, as in users or public.users.")
    private String table;

    @Parameters(
            index = "2..*",
            arity = "1..*",
            paramLabel = "KEY",
            description = "The row's key; a value for each column of it, in the order of the plan.")
    private List<String> key;

    @Mixin
    private JsonOption json;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    LineageCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        return session.operations()
                .lineage(
                        session.order(plan.file, Optional.empty()),
                        table,
                        List.copyOf(key),
                        Session.console(spec.commandLine(), json.json))
                .code();
    }
}
