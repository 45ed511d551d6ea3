package dev.theseus.app.cli;

import dev.theseus.app.audit.AuditExport.Format;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The audit: shows it, proves it, hands it out. */
@Command(
        name = "audit",
        description = {
            "Shows every recorded decision, with actor, reason and time;",
            "or proves that none was changed since, or writes them for others."
        })
final class AuditCommands implements Callable<Integer> {

    private final Session session;

    @Parameters(arity = "0..1", paramLabel = "PLAN", description = "The plan file, as `theseus plan init` proposes it.")
    private @Nullable Path file;

    @Mixin
    private ServerOption server;

    @Mixin
    private JsonOption json;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; it is kept in the audit.")
    private @Nullable String reason;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    private AuditCommands(Session session) {
        this.session = session;
    }

    static CommandLine of(Session session) {
        return new CommandLine(new AuditCommands(session))
                .addSubcommand(new Verify(session))
                .addSubcommand(new AnchorNow(session))
                .addSubcommand(new Export(session));
    }

    @Override
    public Integer call() throws InterruptedException {
        if (file == null) {
            throw new ParameterException(spec.commandLine(), "Missing required parameter: 'PLAN'");
        }
        return session.operations()
                .audit(
                        session.order(file, Optional.ofNullable(reason), server),
                        Session.console(spec.commandLine(), json.json))
                .code();
    }

    /** Holds all events against their chain. */
    @Command(
            name = "verify",
            description = {
                "Finds every event that was changed, removed, inserted or moved since it was written, and says which.",
                "Anchors that were kept elsewhere also show whether the end was cut off or all was made anew.",
                "Exits with 1 if anything is not as it was written."
            })
    private static final class Verify implements Callable<Integer> {

        private final Session session;

        @Mixin
        private PlanParameter plan;

        @Option(
                names = "--anchors",
                paramLabel = "FILE",
                description = "Anchors, one a line; those of the control directory if none is named.")
        private @Nullable Path anchors;

        @Option(
                names = "--key",
                paramLabel = "FILE",
                description = "The public key that signed them; that of the control directory if none is named.")
        private @Nullable Path key;

        @Mixin
        private JsonOption json;

        @Spec
        private CommandSpec spec;

        @SuppressWarnings("NullAway.Init")
        Verify(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() throws InterruptedException {
            return session.operations()
                    .verifyAudit(
                            session.order(plan.file, Optional.empty()),
                            new Operations.AuditProof(Optional.ofNullable(anchors), Optional.ofNullable(key)),
                            Session.console(spec.commandLine(), json.json))
                    .code();
        }
    }

    /** Makes an anchor. */
    @Command(
            name = "anchor",
            description = {
                "Prints a signed anchor of the audit as it is now, and keeps it. A run does so from time to time.",
                "Keep it where nobody who can write to the control database can write."
            })
    private static final class AnchorNow implements Callable<Integer> {

        private final Session session;

        @Mixin
        private PlanParameter plan;

        @Spec
        private CommandSpec spec;

        @SuppressWarnings("NullAway.Init")
        AnchorNow(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() throws InterruptedException {
            return session.operations()
                    .anchorAudit(session.order(plan.file, Optional.empty()), Session.console(spec.commandLine(), false))
                    .code();
        }
    }

    /** Writes all events. */
    @Command(
            name = "export",
            description = {
                "Prints all events of the migration, one a line: time, actor, reason, correlation, cause, and the event.",
                "`audit: pseudonymise-keys-env:` in the plan hides keys of rows; their contents are never in it."
            })
    private static final class Export implements Callable<Integer> {

        private final Session session;

        @Mixin
        private PlanParameter plan;

        @Option(
                names = "--format",
                paramLabel = "jsonl|csv",
                defaultValue = "jsonl",
                description = "JSON Lines, or comma separated values.")
        private Format format;

        @Spec
        private CommandSpec spec;

        @SuppressWarnings("NullAway.Init")
        Export(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() throws InterruptedException {
            return session.operations()
                    .exportAudit(
                            session.order(plan.file, Optional.empty()),
                            format,
                            Session.console(spec.commandLine(), false))
                    .code();
        }
    }
}
