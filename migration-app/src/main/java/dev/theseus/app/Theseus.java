package dev.theseus.app;

import dev.theseus.app.cli.TheseusCommand;

/** The program's entry point on a Java that is new enough; {@code dev.theseus.launch.Launcher} leads here. */
public final class Theseus {

    private Theseus() {}

    public static void main(String[] args) {
        int code =
                TheseusCommand.commandLine(new NotComposed(), System.getenv()).execute(args);
        System.exit(code);
    }
}
