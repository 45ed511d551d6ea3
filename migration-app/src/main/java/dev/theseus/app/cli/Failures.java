package dev.theseus.app.cli;

import dev.theseus.app.audit.AuditFailed;
import dev.theseus.app.control.ControlServerFailed;
import dev.theseus.app.plan.PlanFileRefused;
import dev.theseus.app.schema.SchemaDumpFailed;
import dev.theseus.domain.access.AccessStoreFailed;
import dev.theseus.domain.capture.CaptureRefused;
import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.DatabaseUnavailable;
import dev.theseus.domain.migration.IllegalTransition;
import dev.theseus.messaging.ControlDatabaseFailed;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Turns whatever went wrong into a message on the standard error, mostly one line, and an exit code; the stack trace is
 * for --debug.
 */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {

    private static final String DEBUG = "--debug";

    private final BooleanSupplier debug;

    /** @param debug whether stack traces are wanted, known once the command line is parsed */
    Failures(BooleanSupplier debug) {
        this.debug = debug;
    }

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(firstLine(failure) + suggestion(failure) + " (see `"
                + command.getCommandSpec().qualifiedName() + " --help`)");
        err.flush();
        return ExitCode.BAD_INPUT.code();
    }

    private static String suggestion(ParameterException failure) {
        if (!(failure instanceof UnmatchedArgumentException unmatched)) {
            return "";
        }
        return Optional.of(unmatched.getSuggestions())
                .filter(s -> !s.isEmpty())
                .map(s -> "; did you mean " + s.getFirst() + "?")
                .orElse("");
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        command.getOut().flush();
        ExitCode code = code(failure);
        err.println(message(failure));
        if (debug.getAsBoolean()) {
            failure.printStackTrace(err);
        }
        err.flush();
        return code.code();
    }

    private static ExitCode code(Exception failure) {
        return switch (failure) {
            case PlanFileRefused refused -> ExitCode.BAD_INPUT;
            case BadInput input -> ExitCode.BAD_INPUT;
            case CaptureRefused refused -> ExitCode.STOPPED;
            case IllegalTransition illegal -> ExitCode.STOPPED;
            case InterruptedException interrupted -> ExitCode.STOPPED;
            default -> ExitCode.SERVER_FAILED;
        };
    }

    private static String message(Exception failure) {
        return switch (failure) {
            case PlanFileRefused refused -> String.valueOf(refused.getMessage());
            // with what the server wrote into its log
            case ControlServerFailed known -> String.valueOf(known.getMessage());
            case InterruptedException interrupted -> "Stopped.";
            case DatabaseUnavailable away ->
                firstLine(away) + ". Check that it runs and can be reached, then repeat the command.";
            case BadInput known -> firstLine(known);
            case EnvironmentFailed known -> firstLine(known);
            case AuditFailed known -> firstLine(known);
            case ControlDatabaseFailed known -> firstLine(known);
            case AccessStoreFailed known -> firstLine(known);
            case SchemaDumpFailed known -> firstLine(known);
            case DatabaseRefused known -> firstLine(known);
            case CaptureRefused known -> firstLine(known);
            case IllegalTransition known -> firstLine(known);
            default ->
                "Theseus failed: " + failure.getClass().getSimpleName() + ": " + firstLine(failure) + " (add " + DEBUG
                        + " for the stack trace)";
        };
    }

    private static String firstLine(Exception failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }
}
