package dev.theseus.app.cli;

import picocli.CommandLine.Option;

/** The option of all commands that somebody will want to understand later. */
final class ReasonOption {

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why; it is kept in the audit.")
    String reason;

    /** For picocli, which fills the field in. */
    @SuppressWarnings("NullAway.Init")
    ReasonOption() {}
}
