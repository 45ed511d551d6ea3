package dev.theseus.app.cli;

import java.nio.file.Path;
import picocli.CommandLine.Parameters;

/** The plan file, which all commands on a migration begin with. */
final class PlanParameter {

    @Parameters(paramLabel = "PLAN", description = "The plan file, as `theseus plan init` proposes it.")
    Path file;

    /** For picocli, which fills the field in. */
    @SuppressWarnings("NullAway.Init")
    PlanParameter() {}
}
