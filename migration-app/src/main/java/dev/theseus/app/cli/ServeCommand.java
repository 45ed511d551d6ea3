package dev.theseus.app.cli;

import dev.theseus.app.cli.Operations.ServeGoal;
import java.nio.file.Files;
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
        name = "serve",
        description = {
            "Serves the control plane: a page for people, a REST API for programs, until it is stopped.",
            "The first start prints the password of the administrator, once."
        })
final class ServeCommand implements Callable<Integer> {

    private static final int LAST_PORT = 65_535;

    private final Session session;

    @Mixin
    private PlanParameter plan;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Network interface to listen on; ${DEFAULT-VALUE} unless told otherwise.")
    private String address;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8420",
            description = "To listen on; ${DEFAULT-VALUE} unless told otherwise, 0 for any that is free.")
    private int port;

    @Option(
            names = "--settings",
            paramLabel = "FILE.yaml",
            description = "TLS, OAuth and further settings, as the documentation of the server lists them.")
    private @Nullable Path settings;

    @Option(names = "--run", description = "Run the migration too, as `theseus run` would.")
    private boolean run;

    @Option(
            names = "--new-password",
            paramLabel = "NAME",
            description = "Give this account a new password and show it; for when it was lost.")
    private @Nullable String newPassword;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why it is run; it is kept in the audit.")
    private @Nullable String reason;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    ServeCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        ServeGoal goal = new ServeGoal(
                address,
                port(),
                Optional.ofNullable(settings).map(ServeCommand::readable),
                run ? ServeGoal.Running.HERE : ServeGoal.Running.BY_SOMEBODY_ELSE,
                Optional.ofNullable(newPassword));
        return session.operations()
                .serve(
                        session.order(plan.file, Optional.ofNullable(reason)),
                        goal,
                        Session.console(spec.commandLine(), false))
                .code();
    }

    private int port() {
        if (port < 0 || port > LAST_PORT) {
            throw new BadInput("--port: " + port + " is no port; name one from 1 to " + LAST_PORT + ", or 0 for any");
        }
        return port;
    }

    private static Path readable(Path file) {
        if (!Files.isReadable(file)) {
            throw new BadInput("--settings: " + file + " can't be read; name a file that can");
        }
        return file;
    }
}
