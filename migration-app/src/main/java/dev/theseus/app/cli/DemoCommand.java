package dev.theseus.app.cli;

import dev.theseus.app.cli.Operations.DemoOrder;
import dev.theseus.jdbc.shop.ShopSize;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "demo",
        description = {
            "Migrates a generated shop between two embedded servers under live traffic, shifts its reads to the new one,",
            "kills that one meanwhile, and compares the two."
        })
final class DemoCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    private JsonOption json;

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "600000",
            description = "About so many rows in all (default: ${DEFAULT-VALUE}).")
    private long rows;

    @Option(names = "--report", paramLabel = "FILE.json", description = "Write the figures to a file.")
    private @Nullable Path report;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    DemoCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (rows < ShopSize.LEAST_ROWS) {
            throw new BadInput("--rows: is " + ShopSize.LEAST_ROWS + " or more, not " + rows);
        }
        DemoOrder order = new DemoOrder(rows, Optional.ofNullable(report));
        return session.operations()
                .demo(order, Session.console(spec.commandLine(), json.json))
                .code();
    }
}
