package dev.theseus.app.cli;

import dev.theseus.app.cli.Operations.Waiting;
import picocli.CommandLine.Option;

/** The option of commands that a run in another process carries out. */
final class WaitOption {

    @Option(names = "--wait", description = "Return when it is done, and exit with 1 if it was given up.")
    private boolean wait;

    Waiting waiting() {
        return wait ? Waiting.UNTIL_DONE : Waiting.RETURN_AT_ONCE;
    }
}
