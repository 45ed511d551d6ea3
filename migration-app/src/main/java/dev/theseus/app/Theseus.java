package dev.theseus.app;

import dev.theseus.app.cli.TheseusCommand;
import dev.theseus.app.operations.ProgramOperations;

/** The program's entry point on a Java that is new enough; {@code dev.theseus.launch.Launcher} leads here. */
public final class Theseus {

    private Theseus() {}

    public static void main(String[] args) {
        int code = TheseusCommand.commandLine(new ProgramOperations(), System.getenv())
                .execute(args);
        System.exit(code);
    }
}
